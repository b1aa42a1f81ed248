using System.Collections.Immutable;
using PoolTopology.Storage.Files;
using PoolTopology.Storage.ImmutableDb;

namespace PoolTopology.Storage.Inspection;

/// <summary>The chunk that a <see cref="ChunkReader"/> has in hand.</summary>
internal sealed class OpenChunk(int number, bool isLast, IReadFile file) : IDisposable
{
    private readonly List<StorageFinding> _findings = [];
    private readonly HashSet<StorageFinding> _told = [];

    /// <summary>The chunk's number.</summary>
    public int Number { get; } = number;

    /// <summary>No other chunk follows.</summary>
    public bool IsLast { get; } = isLast;

    /// <summary>The blocks' file.</summary>
    public IReadFile File { get; } = file;

    /// <summary>The blocks; from the index file, or from the chunk itself once that was gone through.</summary>
    public ChunkIndex Index { get; set; } = ChunkIndex.Empty;

    /// <summary>The index stems from the chunk itself.</summary>
    public bool IsScanned { get; set; }

    /// <summary>The first block that was not read yet.</summary>
    public int Next { get; set; }

    /// <summary>Adds what was found, once.</summary>
    public void Add(StorageFinding? finding)
    {
        if (finding is not null && _told.Add(finding))
            _findings.Add(finding);
    }

    /// <summary>What was found and not told yet. What ends the chain waits until every block before it is read.</summary>
    public ImmutableArray<StorageFinding> TakeFindings()
    {
        if (_findings.Count == 0)
            return [];
        ImmutableArray<StorageFinding> taken = [.. Next < Index.Count
            ? _findings.Where(finding => finding.Weight != FindingWeight.EndsChain)
            : _findings];
        _findings.RemoveAll(taken.Contains);
        return taken;
    }

    public void Dispose() => File.Dispose();
}
