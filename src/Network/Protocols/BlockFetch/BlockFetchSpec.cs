using PoolTopology.Network.Protocols.Machine;

namespace PoolTopology.Network.Protocols.BlockFetch;

/// <summary>Block-fetch as a table.</summary>
/// <remarks>
/// Spec: network-spec, section "Block-Fetch mini-protocol", July 2026; Ouroboros/Network/Protocol/BlockFetch/Codec.hs.
/// </remarks>
internal static class BlockFetchSpec
{
    /// <summary>The larger of 10 blocks of 2,097,154 bytes and 100 of 90,112, and a tenth more.</summary>
    /// <remarks>Spec: blockFetchProtocolLimits, Cardano/Network/NodeToNode.hs, July 2026.</remarks>
    public const int IngressBytesMax = 23_068_694;

    public static ProtocolSpec<BlockFetchState> Table { get; } = new(
        MiniProtocol.BlockFetch,
        IngressBytesMax,
        ProtocolLimits.RequestIngressBytes,
        [
            new(BlockFetchState.Idle, Agency.Initiator, ProtocolLimits.SmallMessageBytes, TimeLimit.None),
            new(BlockFetchState.Busy, Agency.Responder, ProtocolLimits.SmallMessageBytes, ProtocolLimits.LongWait),
            new(BlockFetchState.Streaming, Agency.Responder, ProtocolLimits.LargeMessageBytes, ProtocolLimits.LongWait),
            new(BlockFetchState.Done, Agency.Nobody, 0, TimeLimit.None),
        ],
        [
            new(BlockFetchState.Idle, typeof(BlockFetchMessage.RequestRange), BlockFetchState.Busy),
            new(BlockFetchState.Idle, typeof(BlockFetchMessage.ClientDone), BlockFetchState.Done),
            new(BlockFetchState.Busy, typeof(BlockFetchMessage.StartBatch), BlockFetchState.Streaming),
            new(BlockFetchState.Busy, typeof(BlockFetchMessage.NoBlocks), BlockFetchState.Idle),
            new(BlockFetchState.Streaming, typeof(BlockFetchMessage.Block), BlockFetchState.Streaming),
            new(BlockFetchState.Streaming, typeof(BlockFetchMessage.BatchDone), BlockFetchState.Idle),
        ]);
}
