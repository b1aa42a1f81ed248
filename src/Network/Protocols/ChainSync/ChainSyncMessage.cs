using System.Collections.Immutable;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Network.Protocols.ChainSync;

/// <summary>A message of chain-sync.</summary>
/// <remarks>Shape: <c>chain-sync.cddl</c>, ouroboros-network, July 2026.</remarks>
internal abstract record ChainSyncMessage
{
    private ChainSyncMessage()
    {
    }

    /// <summary><c>[0]</c></summary>
    public sealed record RequestNext : ChainSyncMessage
    {
        public static RequestNext Instance { get; } = new();
    }

    /// <summary><c>[1]</c></summary>
    public sealed record AwaitReply : ChainSyncMessage
    {
        public static AwaitReply Instance { get; } = new();
    }

    /// <summary><c>[2, header, tip]</c>; between nodes the header is <c>[eraIndex, tag24(header)]</c>.</summary>
    public sealed record RollForward(ReadOnlyMemory<byte> Header, Tip Tip) : ChainSyncMessage;

    /// <summary><c>[3, point, tip]</c></summary>
    public sealed record RollBackward(Point Point, Tip Tip) : ChainSyncMessage;

    /// <summary><c>[4, [*point]]</c></summary>
    public sealed record FindIntersect(ImmutableArray<Point> Points) : ChainSyncMessage;

    /// <summary><c>[5, point, tip]</c></summary>
    public sealed record IntersectFound(Point Point, Tip Tip) : ChainSyncMessage;

    /// <summary><c>[6, tip]</c></summary>
    public sealed record IntersectNotFound(Tip Tip) : ChainSyncMessage;

    /// <summary><c>[7]</c></summary>
    public sealed record Done : ChainSyncMessage;
}
