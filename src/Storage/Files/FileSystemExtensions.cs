namespace PoolTopology.Storage.Files;

/// <summary>Whole-file operations built from the few of <see cref="IFileSystem"/>.</summary>
internal static class FileSystemExtensions
{
    /// <summary>The ending of a file that is being written; leftovers of a crash carry it.</summary>
    public const string TemporarySuffix = ".tmp";

    /// <summary>Reads a whole file.</summary>
    public static byte[] ReadAll(this IFileSystem files, string path)
    {
        using IReadFile file = files.OpenRead(path);
        byte[] bytes = GC.AllocateUninitializedArray<byte>(checked((int)file.SizeBytes));
        int read = file.Read(0, bytes);
        return read == bytes.Length ? bytes : bytes[..read];
    }

    /// <summary>Fills the span from the given offset.</summary>
    /// <exception cref="StorageException"><see cref="StorageFault.Corrupt"/> when the file ends before that.</exception>
    public static void ReadExactly(
        this IReadFile file, IFileSystem files, string path, long offsetBytes, Span<byte> into)
    {
        int read = file.Read(offsetBytes, into);
        if (read != into.Length)
        {
            throw StorageException.Corrupt(files.Describe(path), offsetBytes + read,
                $"the file ends where {into.Length} bytes from byte {offsetBytes} were expected",
                "Restart the node with validation of all chunks");
        }
    }

    /// <summary>Puts the bytes at the path so that a crash leaves the old file or the new one, never a mixture.</summary>
    public static void ReplaceAtomically(this IFileSystem files, string path, ReadOnlySpan<byte> bytes)
    {
        string temporary = path + TemporarySuffix;
        files.Delete(temporary);
        using (IAppendFile file = files.OpenAppend(temporary))
        {
            file.Append(bytes);
            file.Flush();
        }
        files.Rename(temporary, path);
        files.FlushFolder(FolderOf(path));
    }

    /// <summary>Cuts a file and waits until that is on the device.</summary>
    public static void TruncateFile(this IFileSystem files, string path, long sizeBytes)
    {
        using IAppendFile file = files.OpenAppend(path);
        file.Truncate(sizeBytes);
        file.Flush();
    }

    private static string FolderOf(string path)
    {
        int slash = path.LastIndexOf('/');
        return slash < 0 ? "" : path[..slash];
    }
}
