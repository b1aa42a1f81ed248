using PoolTopology.Primitives.Chain;

namespace PoolTopology.Network.Protocols.BlockFetch;

/// <summary>A message of block-fetch.</summary>
/// <remarks>Shape: <c>block-fetch.cddl</c>, ouroboros-network, July 2026.</remarks>
internal abstract record BlockFetchMessage
{
    private BlockFetchMessage()
    {
    }

    /// <summary><c>[0, point, point]</c>, both blocks included.</summary>
    public sealed record RequestRange(Point First, Point Last) : BlockFetchMessage;

    /// <summary><c>[1]</c></summary>
    public sealed record ClientDone : BlockFetchMessage;

    /// <summary><c>[2]</c></summary>
    public sealed record StartBatch : BlockFetchMessage;

    /// <summary><c>[3]</c></summary>
    public sealed record NoBlocks : BlockFetchMessage;

    /// <summary><c>[4, tag24(bytes)]</c>, where the bytes are <c>[eraTag, block]</c> as it is stored.</summary>
    public sealed record Block(ReadOnlyMemory<byte> Stored) : BlockFetchMessage;

    /// <summary><c>[5]</c></summary>
    public sealed record BatchDone : BlockFetchMessage;
}
