using PoolTopology.Consensus.Blocks;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Storage.Inspection;

namespace PoolTopology.Node.Verification;

/// <summary>The block that verification ends at, and why.</summary>
/// <param name="Block">The block.</param>
internal abstract record VerificationFailure(BlockMark Block)
{
    /// <summary>The files do not hold the block that was written.</summary>
    public sealed record Damaged(BlockMark Block, StorageFinding Finding) : VerificationFailure(Block);

    /// <summary>The bytes are not a block of the era.</summary>
    public sealed record Malformed(BlockMark Block, CborException Error) : VerificationFailure(Block);

    /// <summary>A rule refuses the block.</summary>
    public sealed record Refused(BlockMark Block, BlockError Error) : VerificationFailure(Block);
}
