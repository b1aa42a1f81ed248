using PoolTopology.Consensus.Blocks;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Storage.ChainDb;

/// <summary>What became of a block that was offered to the ChainDB.</summary>
public abstract record AddBlockResult
{
    private AddBlockResult()
    {
    }

    /// <summary>The chain changed: the block is on it, at its tip or below.</summary>
    /// <param name="OldTip">The tip before.</param>
    /// <param name="NewTip">The tip now.</param>
    /// <param name="RolledBack">The points that are no longer on the chain, oldest first.</param>
    /// <param name="Added">The headers of the blocks that were added, oldest first.</param>
    public sealed record Adopted(
        Tip OldTip, Tip NewTip, IReadOnlyList<Point> RolledBack, IReadOnlyList<BlockHeader> Added) : AddBlockResult;

    /// <summary>The block is kept and the chain is as before.</summary>
    /// <remarks>Not validated yet: that happens when a chain with it becomes the better one.</remarks>
    public sealed record Stored(StoredReason Reason) : AddBlockResult;

    /// <summary>The block is on the chain or kept already.</summary>
    public sealed record AlreadyHave : AddBlockResult;

    /// <summary>The block, or one that it builds on, is invalid.</summary>
    /// <param name="Error">The broken rule.</param>
    /// <param name="Culprit">The block that breaks it.</param>
    public sealed record Refused(BlockError Error, Point Culprit) : AddBlockResult;

    /// <summary>The block is no higher than the immutable chain: no rollback reaches it.</summary>
    /// <param name="ImmutableTip">The point that the chain will never be rolled back beyond.</param>
    public sealed record TooOld(Tip ImmutableTip) : AddBlockResult;

    /// <summary>The block would be kept off the chain, where there is no room left; it is not kept.</summary>
    /// <param name="OffChainBlocks">How many blocks are kept there.</param>
    public sealed record NoRoom(int OffChainBlocks) : AddBlockResult;
}
