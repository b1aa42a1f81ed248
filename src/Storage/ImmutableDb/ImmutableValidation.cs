namespace PoolTopology.Storage.ImmutableDb;

/// <summary>How much of the database opening checks.</summary>
public enum ImmutableValidation
{
    /// <summary>The last chunk block by block; of the others only that their files are there and well sized.</summary>
    /// <remarks>A crash can only damage the last chunk: a chunk is flushed before the next one is started.</remarks>
    LastChunk,

    /// <summary>Every chunk block by block. What follows the first gap or damaged block is removed.</summary>
    AllChunks,
}
