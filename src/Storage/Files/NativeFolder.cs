using System.Runtime.InteropServices;
using System.Text;

namespace PoolTopology.Storage.Files;

/// <summary>Folder fsync, which the runtime's file classes do not offer.</summary>
internal static class NativeFolder
{
    private const int ReadOnly = 0; // O_RDONLY on every Unix

    /// <summary>Waits until the folder's own changes are on the device.</summary>
    public static void Flush(string full)
    {
        // Windows journals folder changes with the file's own flush and has no such call.
        if (OperatingSystem.IsWindows())
            return;
        byte[] path = Encoding.UTF8.GetBytes(full + '\0');
        int descriptor = open(path, ReadOnly, 0);
        if (descriptor < 0)
            throw Failure(full, Marshal.GetLastPInvokeError());
        try
        {
            if (fsync(descriptor) != 0)
                throw Failure(full, Marshal.GetLastPInvokeError());
        }
        finally
        {
            // The descriptor was read-only: closing it cannot lose anything.
            _ = close(descriptor);
        }
    }

    private static StorageException Failure(string full, int error) =>
        DiskErrors.Describe(full, new IOException(Marshal.GetPInvokeErrorMessage(error), error));

    [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int open(byte[] path, int flags, int mode);

    [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int fsync(int descriptor);

    [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int close(int descriptor);
}
