using PoolTopology.Credentials.Files;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Producer.Journal;

/// <summary>A journal on disk, held by this process alone.</summary>
internal sealed class JournalFile : IJournalFile
{
    // EWOULDBLOCK of Linux: somebody else holds the lock.
    private const int WouldBlock = 11;

    private readonly FileStream _stream;
    private readonly IDisposable? _poolLock;
    private readonly string _path;
    private bool _isNameDurable;

    private JournalFile(FileStream stream, IDisposable? poolLock, string path)
    {
        _stream = stream;
        _poolLock = poolLock;
        _path = path;
    }

    /// <inheritdoc/>
    public long Length => RandomAccess.GetLength(_stream.SafeFileHandle);

    /// <summary>Opens or creates the file and locks it; null when another process holds it.</summary>
    /// <remarks>
    /// Simulated machines use this one: they share a system, and with it the lock of <see cref="PoolLock"/>.
    /// Errors: <see cref="IOException"/> for everything else, missing permissions too.
    /// </remarks>
    public static JournalFile? TryOpen(string path)
    {
        try
        {
            return TryOpenStream(path) is { } stream ? new JournalFile(stream, null, path) : null;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    /// <summary>The same, and only one journal of the pool on this machine; null when another process holds either lock.</summary>
    /// <remarks>Errors: as above.</remarks>
    public static JournalFile? TryOpen(string path, Hash28 poolId)
    {
        if (PoolLock.TryTake(poolId) is not { } poolLock)
            return null;
        JournalFile? file = null;
        try
        {
            file = TryOpen(path);
            return file is null ? null : new JournalFile(file._stream, poolLock, path);
        }
        finally
        {
            if (file is null)
                poolLock.Dispose();
        }
    }

    /// <inheritdoc/>
    public void ReadAt(long offset, Span<byte> destination)
    {
        int read = 0;
        while (read < destination.Length)
        {
            int count = RandomAccess.Read(_stream.SafeFileHandle, destination[read..], offset + read);
            if (count == 0)
                throw new EndOfStreamException($"{_path} ended at byte {offset + read}");
            read += count;
        }
    }

    /// <inheritdoc/>
    public void WriteAt(long offset, ReadOnlySpan<byte> bytes) => RandomAccess.Write(_stream.SafeFileHandle, bytes, offset);

    /// <inheritdoc/>
    public void Truncate(long length) => RandomAccess.SetLength(_stream.SafeFileHandle, length);

    /// <inheritdoc/>
    public void Flush()
    {
        RandomAccess.FlushToDisk(_stream.SafeFileHandle);
        if (_isNameDurable)
            return;
        DirectorySync.FlushFolderOf(_path);
        _isNameDurable = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
        _poolLock?.Dispose();
    }

    private static FileStream? TryOpenStream(string path)
    {
        FileStreamOptions options = new()
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            // FileShare.None is flock(2): the lock ends with the process, however that ends.
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            return new FileStream(path, options);
        }
        catch (IOException e) when (e.HResult == WouldBlock)
        {
            return null;
        }
    }
}
