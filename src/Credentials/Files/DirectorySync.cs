using System.Runtime.InteropServices;
using System.Text;

namespace PoolTopology.Credentials.Files;

/// <summary>Makes the names in a folder durable: a renamed file survives a power cut only after this.</summary>
public static class DirectorySync
{
    // O_CLOEXEC of Linux. O_DIRECTORY differs between processors and is not needed: fsync of any open file is harmless.
    private const int OpenReadOnlyCloseOnExec = 0x80000;

    /// <summary>Flushes the folder that holds the file.</summary>
    /// <remarks>Errors: <see cref="IOException"/> when the folder cannot be opened or flushed.</remarks>
    public static void FlushFolderOf(string path)
    {
        if (!OperatingSystem.IsLinux())
            return;
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";
        int descriptor = Open(Encoding.UTF8.GetBytes(folder + '\0'), OpenReadOnlyCloseOnExec);
        if (descriptor < 0)
            throw Failure(folder);
        try
        {
            if (Fsync(descriptor) != 0)
                throw Failure(folder);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failure(string folder) =>
        new($"the folder {folder} cannot be flushed: {Marshal.GetLastPInvokeErrorMessage()}");

    // .NET opens no folders, so the three calls are made directly.
    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Fsync(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
