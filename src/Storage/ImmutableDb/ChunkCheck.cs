using PoolTopology.Storage.Blocks;

namespace PoolTopology.Storage.ImmutableDb;

/// <summary>What block-by-block validation found in a chunk.</summary>
/// <param name="Index">The valid blocks.</param>
/// <param name="Last">The last of them, or null.</param>
/// <param name="FileSizeBytes">The size of the file; greater than the index's when the rest is not valid.</param>
/// <param name="Reason">What is wrong with the rest.</param>
/// <param name="FitsPredecessor">The first block follows the block that was expected before it.</param>
internal sealed record ChunkCheck(
    ChunkIndex Index, BlockSummary? Last, long FileSizeBytes, TruncationReason Reason, bool FitsPredecessor)
{
    /// <summary>The file has bytes that are no valid block.</summary>
    public bool HasInvalidRest => FileSizeBytes > Index.ChunkSizeBytes;
}
