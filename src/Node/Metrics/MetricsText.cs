using System.Globalization;
using System.Text;
using V1 = PoolTopology.Rpc.Node.V1;

namespace PoolTopology.Node.Metrics;

/// <summary>A node's status as Prometheus text, under the names that cardano-node uses. Pure.</summary>
/// <remarks>
/// Names carry the suffixes of cardano-node's default (<c>PrometheusSimple suffix</c>), so that gLiveView and the usual
/// dashboards read them. What this node does not measure is absent, never zero.
/// Spec: Prometheus text exposition format 0.0.4.
/// </remarks>
public static class MetricsText
{
    private const string Prefix = "cardano_node_metrics_";

    /// <summary>The text for one status.</summary>
    public static string Render(V1.Status status)
    {
        ArgumentNullException.ThrowIfNull(status);
        StringBuilder text = new();
        Info(text, status);
        if (status.Tip is { HasSlot: true } tip)
        {
            Gauge(text, "blockNum_int", "Height of the tip.", tip.BlockNo);
            Gauge(text, "slotNum_int", "Slot of the tip.", tip.Slot);
        }
        // As cardano-node has it, by the tip: the difference to the epoch of now shows that a node is catching up.
        Gauge(text, "epoch_int", "Epoch of the tip.", status.TipEpoch);
        Gauge(text, "slotInEpoch_int", "Slot of the tip within its epoch.", status.TipSlotInEpoch);
        if (status.HasChainDensity)
            Gauge(text, "density_real", "Blocks per slot of the blocks that a rollback could reach.", status.ChainDensity);
        Counter(text, "forks_counter", "Switches to another fork since the start.", status.Rollbacks);
        Gauge(text, "peerSelection_Cold_int", "Known peers that are not connected.", Count(status, V1.Peer.Types.State.Cold));
        Gauge(text, "peerSelection_Warm_int", "Connected peers.", Count(status, V1.Peer.Types.State.Warm));
        Gauge(text, "peerSelection_Hot_int", "Peers whose chain is followed.", Count(status, V1.Peer.Types.State.Hot));
        Gauge(text, "connectionManager_inboundConns_int", "Peers that follow our chain.",
            (ulong)status.Peers.Count(peer => peer.IsDownstream));
        Gauge(text, "connectionManager_outboundConns_int", "Peers whose chain we follow.",
            (ulong)status.Peers.Count(peer => peer.IsUpstream));
        Single(text, "process_resident_memory_bytes", "gauge", "Resident memory in bytes.", status.ResidentBytes);
        if (status.Forging is V1.Forging forging)
            AddForging(text, forging);
        foreach (V1.ServiceHealth health in status.Health)
            AddHealth(text, health, isFirst: ReferenceEquals(health, status.Health[0]));
        return text.ToString();
    }

    private static void AddForging(StringBuilder text, V1.Forging forging)
    {
        Gauge(text, "forging_enabled_int", "1 while a block can be forged now.", forging.Enabled ? 1UL : 0UL);
        Gauge(text, "currentKESPeriod_int", "KES period of the current slot.", forging.KesPeriod);
        Gauge(text, "remainingKESPeriods_int", "KES periods until the certificate is expired.",
            forging.KesExpiryPeriod > forging.KesPeriod ? forging.KesExpiryPeriod - forging.KesPeriod : 0);
        Gauge(text, "operationalCertificateStartKESPeriod_int", "First period of the certificate.", forging.KesStartPeriod);
        Gauge(text, "operationalCertificateExpiryKESPeriod_int", "First period in which it is expired.", forging.KesExpiryPeriod);
        Counter(text, "Forge_adopted_counter", "Blocks forged and adopted since the start.", forging.BlocksForged);
        Gauge(text, "slotsMissed_int", "Own slots since the start without a block.", forging.SlotsMissed);
        if (forging.HasLastForgedSlot)
            Gauge(text, "forgedSlotLast_int", "Slot of the last forged block.", forging.LastForgedSlot);
    }

    private static void Info(StringBuilder text, V1.Status status)
    {
        const string Name = "cardano_build_info";
        Head(text, Name, "gauge", "What is running.");
        text.Append(Name).Append("{version=\"").Append(Escape(status.Version)).Append("\",node=\"")
            .Append(Escape(status.Name)).Append("\",role=\"").Append(Escape(status.Role)).Append("\"} 1\n");
    }

    private static void AddHealth(StringBuilder text, V1.ServiceHealth health, bool isFirst)
    {
        const string Name = "pooltopology_health";
        if (isFirst)
            Head(text, Name, "gauge", "1 while the health service is SERVING.");
        string service = health.Service.Length == 0 ? "node" : health.Service;
        text.Append(Name).Append("{service=\"").Append(Escape(service)).Append("\"} ")
            .Append(health.Serving ? '1' : '0').Append('\n');
    }

    private static ulong Count(V1.Status status, V1.Peer.Types.State state) =>
        (ulong)status.Peers.Count(peer => peer.State == state);

    private static void Gauge(StringBuilder text, string name, string help, ulong value) =>
        Single(text, Prefix + name, "gauge", help, value);

    private static void Gauge(StringBuilder text, string name, string help, double value)
    {
        Head(text, Prefix + name, "gauge", help);
        text.Append(Prefix).Append(name).Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }

    private static void Counter(StringBuilder text, string name, string help, ulong value) =>
        Single(text, Prefix + name, "counter", help, value);

    private static void Single(StringBuilder text, string name, string type, string help, ulong value)
    {
        Head(text, name, type, help);
        text.Append(name).Append(' ').Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static void Head(StringBuilder text, string name, string type, string help) =>
        text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(' ')
            .Append(type).Append('\n');

    private static string Escape(string label) =>
        label.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
}
