using PoolTopology.Network.Protocols.Machine;

namespace PoolTopology.Network.Protocols.ChainSync;

/// <summary>Chain-sync as a table.</summary>
/// <remarks>
/// Spec: network-spec, section "Chain-Sync mini-protocol", July 2026;
/// Cardano/Network/Protocol/ChainSync/Codec/TimeLimits.hs.
/// </remarks>
internal static class ChainSyncSpec
{
    /// <summary>Answers to wait for at most: the high mark of pipelining.</summary>
    /// <remarks>Spec: defaultMiniProtocolParameters, Cardano/Network/NodeToNode.hs, July 2026.</remarks>
    public const int PipelineHighMark = 300;

    /// <summary>After the high mark was reached, requests resume when so few are outstanding.</summary>
    public const int PipelineLowMark = 200;

    /// <summary>300 headers of 1,400 bytes and a tenth more.</summary>
    /// <remarks>Spec: chainSyncProtocolLimits, Cardano/Network/NodeToNode.hs, July 2026.</remarks>
    public const int IngressBytesMax = 462_000;

    /// <summary>How long a server waits for its client's next request.</summary>
    private const int IdleSeconds = 3_673;

    /// <summary>At the tip, how long an untrusted server may have no new block: 601 to 911 s.</summary>
    /// <remarks>An empty streak that long has a chance of 4e-14 on mainnet (1 s slots, f = 0.05).</remarks>
    private static readonly TimeLimit MustReply = TimeLimit.SecondsBetween(601, 911);

    /// <summary>With a peer whose silence may mean that nobody made a block.</summary>
    public static ProtocolSpec<ChainSyncState> Untrusted { get; } = Create(MustReply);

    /// <summary>With a peer of the operator's own that he called trustable: its silence is never a reason to
    /// leave.</summary>
    public static ProtocolSpec<ChainSyncState> Trusted { get; } = Create(TimeLimit.None);

    private static ProtocolSpec<ChainSyncState> Create(TimeLimit mustReply) => new(
        MiniProtocol.ChainSync,
        IngressBytesMax,
        ProtocolLimits.RequestIngressBytes,
        [
            new(ChainSyncState.Idle, Agency.Initiator, ProtocolLimits.SmallMessageBytes,
                TimeLimit.Seconds(IdleSeconds)),
            new(ChainSyncState.CanAwait, Agency.Responder, ProtocolLimits.SmallMessageBytes, ProtocolLimits.ShortWait),
            new(ChainSyncState.MustReply, Agency.Responder, ProtocolLimits.SmallMessageBytes, mustReply),
            new(ChainSyncState.Intersect, Agency.Responder, ProtocolLimits.SmallMessageBytes, ProtocolLimits.ShortWait),
            new(ChainSyncState.Done, Agency.Nobody, 0, TimeLimit.None),
        ],
        [
            new(ChainSyncState.Idle, typeof(ChainSyncMessage.RequestNext), ChainSyncState.CanAwait),
            new(ChainSyncState.Idle, typeof(ChainSyncMessage.FindIntersect), ChainSyncState.Intersect),
            new(ChainSyncState.Idle, typeof(ChainSyncMessage.Done), ChainSyncState.Done),
            new(ChainSyncState.CanAwait, typeof(ChainSyncMessage.AwaitReply), ChainSyncState.MustReply),
            new(ChainSyncState.CanAwait, typeof(ChainSyncMessage.RollForward), ChainSyncState.Idle),
            new(ChainSyncState.CanAwait, typeof(ChainSyncMessage.RollBackward), ChainSyncState.Idle),
            new(ChainSyncState.MustReply, typeof(ChainSyncMessage.RollForward), ChainSyncState.Idle),
            new(ChainSyncState.MustReply, typeof(ChainSyncMessage.RollBackward), ChainSyncState.Idle),
            new(ChainSyncState.Intersect, typeof(ChainSyncMessage.IntersectFound), ChainSyncState.Idle),
            new(ChainSyncState.Intersect, typeof(ChainSyncMessage.IntersectNotFound), ChainSyncState.Idle),
        ]);
}
