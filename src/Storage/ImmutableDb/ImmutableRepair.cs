using PoolTopology.Primitives.Chain;

namespace PoolTopology.Storage.ImmutableDb;

/// <summary>Something that opening the database put right, for the operator's log.</summary>
public abstract record ImmutableRepair
{
    private ImmutableRepair()
    {
    }

    /// <summary>A chunk was cut after its last valid block.</summary>
    /// <param name="Chunk">The chunk's number.</param>
    /// <param name="FromBytes">Its size before.</param>
    /// <param name="ToBytes">Its size now.</param>
    /// <param name="Reason">What is wrong with the first byte that was cut off.</param>
    public sealed record ChunkTruncated(int Chunk, long FromBytes, long ToBytes, TruncationReason Reason)
        : ImmutableRepair;

    /// <summary>An index file was missing, short or different and was written again from the chunk.</summary>
    /// <param name="File">The file, as the operator would name it.</param>
    public sealed record IndexRebuilt(string File) : ImmutableRepair;

    /// <summary>Chunks that cannot belong to the chain any more, or are empty, were removed.</summary>
    /// <param name="FirstChunk">The first removed.</param>
    /// <param name="LastChunk">The last removed.</param>
    /// <param name="Tip">The last block that is left.</param>
    public sealed record ChunksRemoved(int FirstChunk, int LastChunk, Tip Tip) : ImmutableRepair;
}
