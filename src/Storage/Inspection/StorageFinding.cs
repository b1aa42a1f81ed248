using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.ImmutableDb;

namespace PoolTopology.Storage.Inspection;

/// <summary>Something about a database's files that is not as a node leaves it after a clean shutdown.</summary>
public abstract record StorageFinding
{
    private StorageFinding(string file, FindingWeight weight)
    {
        File = file;
        Weight = weight;
    }

    /// <summary>The file, as the operator would name it.</summary>
    public string File { get; }

    /// <summary>What it means for the database.</summary>
    public FindingWeight Weight { get; }

    /// <summary>An index file is not there; a node writes it again from the chunk.</summary>
    public sealed record IndexMissing(string File) : StorageFinding(File, FindingWeight.NodeRepairs);

    /// <summary>An index file ends early, and all of it is right; a node writes it again from the chunk.</summary>
    public sealed record IndexShort(string File, long FoundBytes, long ExpectedBytes)
        : StorageFinding(File, FindingWeight.NodeRepairs);

    /// <summary>The last chunk ends in the middle of a write; a node cuts it after its last whole block.</summary>
    /// <param name="File">The chunk.</param>
    /// <param name="WholeBytes">Where the last whole block ends: what a node keeps.</param>
    /// <param name="FoundBytes">The file's size.</param>
    /// <param name="BlocksLost">How many blocks the index lists behind that point.</param>
    public sealed record TornTail(string File, long WholeBytes, long FoundBytes, int BlocksLost)
        : StorageFinding(File, FindingWeight.NodeRepairs);

    /// <summary>An index file says something else than the chunk, whose blocks are what was written.</summary>
    /// <param name="File">The index file.</param>
    /// <param name="OffsetBytes">Where it differs first.</param>
    /// <param name="Part">What stands there.</param>
    /// <param name="ExpectedHex">What the chunk's blocks call for.</param>
    /// <param name="FoundHex">What the file says.</param>
    public sealed record IndexContradicts(
        string File, long OffsetBytes, IndexPart Part, string ExpectedHex, string FoundHex)
        : StorageFinding(File, FindingWeight.Contradiction);

    /// <summary>The bytes at a place of a chunk are not the block that was written there.</summary>
    /// <param name="File">The chunk.</param>
    /// <param name="OffsetBytes">Where the block starts.</param>
    /// <param name="Reason">How it shows.</param>
    /// <param name="Indexed">The block that the index has for the place; null when it has none.</param>
    /// <param name="ExpectedCrc">The checksum that the index has for the place; null when it has none.</param>
    /// <param name="FoundCrc">The checksum of the bytes there, up to where the index lets the next block start.</param>
    public sealed record BlockDamaged(
        string File, long OffsetBytes, TruncationReason Reason, Point? Indexed, uint? ExpectedCrc, uint? FoundCrc)
        : StorageFinding(File, FindingWeight.EndsChain);

    /// <summary>A chunk that others follow has fewer blocks than its index.</summary>
    /// <param name="File">The chunk.</param>
    /// <param name="FoundBlocks">How many blocks the chunk has.</param>
    /// <param name="IndexedBlocks">How many the index lists.</param>
    public sealed record BlocksMissing(string File, int FoundBlocks, int IndexedBlocks)
        : StorageFinding(File, FindingWeight.EndsChain);

    /// <summary>A chunk between others is not there.</summary>
    public sealed record ChunkMissing(string File) : StorageFinding(File, FindingWeight.EndsChain);
}
