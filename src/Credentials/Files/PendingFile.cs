using PoolTopology.Credentials.Errors;

namespace PoolTopology.Credentials.Files;

/// <summary>A file that is complete and durable on disk beside its final name, and not yet visible under it.</summary>
/// <remarks>
/// The file has its final mode from the moment it exists: a secret is never open to others, not for an instant.
/// Dispose without a publication removes it.
/// </remarks>
public sealed class PendingFile : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode ReadableByAll = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly string _path;
    private readonly string _temporaryPath;
    private bool _isPublished;

    private PendingFile(string path, string temporaryPath)
    {
        _path = path;
        _temporaryPath = temporaryPath;
    }

    /// <summary>Writes and flushes the bytes beside <paramref name="path"/>.</summary>
    /// <remarks>Errors: <see cref="CredentialError.NotWritable"/>; nothing is left behind then.</remarks>
    public static CredentialResult<PendingFile> Write(string path, ReadOnlySpan<byte> content, FileSecrecy secrecy)
    {
        ArgumentNullException.ThrowIfNull(path);
        string temporaryPath = $"{path}.{Path.GetRandomFileName()}.new";
        PendingFile pending = new(path, temporaryPath);
        try
        {
            FileStreamOptions options = new()
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Share = FileShare.None,
                BufferSize = 0,
            };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = secrecy == FileSecrecy.Secret ? OwnerOnly : ReadableByAll;
            using FileStream file = new(temporaryPath, options);
            file.Write(content);
            file.Flush(flushToDisk: true);
            return pending;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            pending.Dispose();
            return new CredentialError.NotWritable(path, Reasons.Of(e));
        }
    }

    /// <summary>Gives the file its name, unless that name is taken.</summary>
    /// <returns>Null, or why it was not published; what was under the name is then unchanged.</returns>
    public CredentialError? PublishIfAbsent() => Publish(overwrite: false);

    /// <summary>Gives the file its name in one step, replacing what was there.</summary>
    /// <returns>Null, or why it was not published; what was under the name is then unchanged.</returns>
    public CredentialError? PublishOver() => Publish(overwrite: true);

    /// <summary>Removes the file when it was not published.</summary>
    public void Dispose()
    {
        if (_isPublished)
            return;
        _isPublished = true;
        Remove(_temporaryPath);
    }

    // Only for a file that this object published a moment ago.
    internal void Withdraw()
    {
        if (_isPublished)
            Remove(_path);
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder that lets nobody delete keeps the file: a key that nobody uses, with its owner's mode.
        }
    }

    private CredentialError? Publish(bool overwrite)
    {
        ObjectDisposedException.ThrowIf(_isPublished, this);
        try
        {
            // Without overwrite this is link(2), which fails on a taken name, then unlink(2): no race can destroy a key.
            File.Move(_temporaryPath, _path, overwrite);
            _isPublished = true;
            DirectorySync.FlushFolderOf(_path);
            return null;
        }
        catch (IOException) when (!overwrite && !_isPublished && File.Exists(_path))
        {
            return new CredentialError.AlreadyExists(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new CredentialError.NotWritable(_path, Reasons.Of(e));
        }
    }
}

