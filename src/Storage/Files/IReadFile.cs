namespace PoolTopology.Storage.Files;

/// <summary>A file open for reading at any offset.</summary>
/// <remarks>Cost: safe for concurrent reads. Reads see what an append handle of the same process has written.</remarks>
public interface IReadFile : IDisposable
{
    /// <summary>The file's size now.</summary>
    long SizeBytes { get; }

    /// <summary>Reads until the span is full or the file ends, and returns how many bytes were read.</summary>
    /// <exception cref="StorageException">The device failed.</exception>
    int Read(long offsetBytes, Span<byte> into);
}
