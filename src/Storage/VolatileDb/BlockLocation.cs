using PoolTopology.Storage.Blocks;

namespace PoolTopology.Storage.VolatileDb;

/// <summary>Where a block stands, and what it says of itself.</summary>
internal sealed record BlockLocation(BlockFile File, long OffsetBytes, BlockSummary Summary);
