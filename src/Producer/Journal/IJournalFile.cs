namespace PoolTopology.Producer.Journal;

/// <summary>The file under a forge journal: what a disk does, and nothing more.</summary>
/// <remarks>
/// Errors: every member throws <see cref="IOException"/> when the disk refuses. Until <see cref="Flush"/> returns, a
/// crash may keep any part of what was written since the last one.
/// </remarks>
internal interface IJournalFile : IDisposable
{
    /// <summary>Units: bytes.</summary>
    long Length { get; }

    /// <summary>Reads exactly the destination's length.</summary>
    void ReadAt(long offset, Span<byte> destination);

    /// <summary>Writes all bytes; may grow the file.</summary>
    void WriteAt(long offset, ReadOnlySpan<byte> bytes);

    /// <summary>Cuts the file.</summary>
    void Truncate(long length);

    /// <summary>Returns when everything written, and the file's name, survive a power cut.</summary>
    void Flush();
}
