using PoolTopology.Primitives.Chain;

namespace PoolTopology.Network.Ports;

/// <summary>What a follower of a chain is told next.</summary>
public abstract record ChainUpdate
{
    private ChainUpdate()
    {
    }

    /// <summary>The chain continues with a header.</summary>
    /// <param name="Header">One CBOR item as chain-sync carries it: <c>[eraIndex, tag24(header)]</c>.</param>
    /// <param name="Tip">The end of the whole chain.</param>
    public sealed record RollForward(ReadOnlyMemory<byte> Header, Tip Tip) : ChainUpdate;

    /// <summary>The chain continues after an earlier point.</summary>
    public sealed record RollBackward(Point Point, Tip Tip) : ChainUpdate;
}
