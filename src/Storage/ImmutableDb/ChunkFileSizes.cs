namespace PoolTopology.Storage.ImmutableDb;

/// <summary>The sizes of a chunk's three files; null for one that is missing.</summary>
internal readonly record struct ChunkFileSizes(long? Chunk, long? Primary, long? Secondary);
