namespace PoolTopology.Orchestrator.Tests.Agent.Observe;

/// <summary>Metrics in the form in which cardano-node serves them, shortened to the kinds of lines that there are.</summary>
internal static class MetricsSamples
{
    /// <summary>A producer of the newest tracing system, with suffixes.</summary>
    public const string Producer =
        """
        # TYPE cardano_node_metrics_RTS_gcLiveBytes_int gauge
        cardano_node_metrics_RTS_gcLiveBytes_int 5270123456
        # TYPE cardano_build_info info
        cardano_build_info{version_major="10",version_minor="5",version="10.5.1",revision="ca1ec278070baf4481564a6ba7b4a5b9e3d9f366"} 1
        # TYPE cardano_node_metrics_slotNum_int gauge
        cardano_node_metrics_slotNum_int 171234567
        # TYPE cardano_node_metrics_blockNum_int gauge
        cardano_node_metrics_blockNum_int 12654321
        # TYPE cardano_node_metrics_density_real gauge
        cardano_node_metrics_density_real 4.972e-2
        # TYPE cardano_node_metrics_tipBlock info
        cardano_node_metrics_tipBlock{tipBlockHash="9a0b",tipBlockParentHash="77aa",tipBlockIssuerVerificationKeyHash="c0de"} 1
        # TYPE cardano_node_metrics_peerSelection_Cold_int gauge
        cardano_node_metrics_peerSelection_Cold_int 0
        # TYPE cardano_node_metrics_peerSelection_Warm_int gauge
        cardano_node_metrics_peerSelection_Warm_int 1
        # TYPE cardano_node_metrics_peerSelection_Hot_int gauge
        cardano_node_metrics_peerSelection_Hot_int 2
        # TYPE cardano_node_metrics_connectionManager_inboundConns_int gauge
        cardano_node_metrics_connectionManager_inboundConns_int 3
        # TYPE cardano_node_metrics_connectionManager_outboundConns_int gauge
        cardano_node_metrics_connectionManager_outboundConns_int 4
        # TYPE cardano_node_metrics_Forge_about_to_lead_counter counter
        cardano_node_metrics_Forge_about_to_lead_counter 98765
        # TYPE cardano_node_metrics_Forge_could_not_forge_counter counter
        cardano_node_metrics_Forge_could_not_forge_counter 1
        # TYPE cardano_node_metrics_currentKESPeriod_int gauge
        cardano_node_metrics_currentKESPeriod_int 1321
        # TYPE cardano_node_metrics_remainingKESPeriods_int gauge
        cardano_node_metrics_remainingKESPeriods_int 41
        # TYPE cardano_node_metrics_forging_enabled_int gauge
        cardano_node_metrics_forging_enabled_int 1
        # TYPE cardano_node_metrics_slotsMissed_int gauge
        cardano_node_metrics_slotsMissed_int 12
        # EOF

        """;

    /// <summary>The same producer as the older tracing system says it.</summary>
    public const string OldProducer =
        """
        # TYPE rts_gc_par_tot_bytes_copied counter
        rts_gc_par_tot_bytes_copied 0
        cardano_node_metrics_slotNum_int 171234567.0
        cardano_node_metrics_blockNum_int 12654321
        cardano_node_metrics_density_real 4.972e-2
        cardano_node_metrics_peerSelection_warm 1.0
        cardano_node_metrics_peerSelection_hot 2.0
        cardano_node_metrics_connectionManager_incomingConns 3
        cardano_node_metrics_connectionManager_outgoingConns 4
        cardano_node_metrics_Forge_forge_about_to_lead_int 98765
        cardano_node_metrics_Forge_could_not_forge_int 1
        cardano_node_metrics_currentKESPeriod_int 1321
        cardano_node_metrics_remainingKESPeriods_int 41
        cardano_node_metrics_forging_enabled 1
        cardano_node_metrics_slotsMissedNum_int 12

        """;

    /// <summary>A relay that has just been started and replays its ledger.</summary>
    public const string Replaying =
        """
        cardano_node_metrics_node_start_time_int 1763800000
        cardano_node_metrics_blockReplayProgress_real 37.25
        # EOF

        """;

    /// <summary>As <c>PrometheusSimple nosuffix</c> has it.</summary>
    public static readonly string WithoutSuffixes = Producer
        .Replace("_int", "", StringComparison.Ordinal)
        .Replace("_counter", "", StringComparison.Ordinal)
        .Replace("_real", "", StringComparison.Ordinal);
}
