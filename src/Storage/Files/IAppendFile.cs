namespace PoolTopology.Storage.Files;

/// <summary>A file open for writing at its end. One owner.</summary>
public interface IAppendFile : IDisposable
{
    /// <summary>The file's size: where the next append goes.</summary>
    long SizeBytes { get; }

    /// <summary>Writes at the end.</summary>
    /// <remarks>
    /// Errors: after an exception a part of the bytes may stand in the file; <see cref="SizeBytes"/> is unchanged and
    /// <see cref="Truncate"/> to it removes the part.
    /// Post: readers of this process see the bytes. They survive a power loss only after <see cref="Flush"/>.
    /// </remarks>
    /// <exception cref="StorageException">The disk is full or the device failed.</exception>
    void Append(ReadOnlySpan<byte> bytes);

    /// <summary>Waits until everything written is on the device (fsync).</summary>
    /// <remarks>Errors: after an exception nothing is known about the unflushed bytes; do not retry.</remarks>
    /// <exception cref="StorageException">The device failed.</exception>
    void Flush();

    /// <summary>Cuts the file to the given size, at most the present one.</summary>
    /// <exception cref="StorageException">The device failed.</exception>
    void Truncate(long sizeBytes);
}
