using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Blocks;

namespace PoolTopology.Storage.ChainDb;

/// <summary>What a follower must do next to keep up with the current chain.</summary>
/// <param name="Tip">The chain's tip when the instruction was made.</param>
public abstract record FollowerInstruction(Tip Tip)
{
    /// <summary>The chain goes on with this block.</summary>
    public sealed record RollForward(StoredHeader Header, Tip Tip) : FollowerInstruction(Tip);

    /// <summary>The chain goes on from this point; what the follower has after it is no longer on the chain.</summary>
    public sealed record RollBackward(Point Point, Tip Tip) : FollowerInstruction(Tip);
}
