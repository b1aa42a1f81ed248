using PoolTopology.Storage.Blocks;

namespace PoolTopology.Storage.ImmutableDb;

/// <summary>A block to append.</summary>
/// <param name="Summary">What the indexes keep of it.</param>
/// <param name="Bytes">The stored block.</param>
internal readonly record struct ChunkBlock(BlockSummary Summary, ReadOnlyMemory<byte> Bytes);
