namespace PoolTopology.Storage.Files;

/// <summary>Turns the exceptions of the file classes into <see cref="StorageException"/>.</summary>
internal static class DiskErrors
{
    // Error numbers that Linux and macOS share; .NET passes them on in HResult where it has no exception of its own.
    private const int InputOutput = 5;        // EIO
    private const int NoSpace = 28;           // ENOSPC
    private const int ReadOnly = 30;          // EROFS
    private const int QuotaOnLinux = 122;     // EDQUOT
    private const int QuotaOnMac = 69;        // EDQUOT
    private const int WouldBlockOnLinux = 11; // EWOULDBLOCK
    private const int WouldBlockOnMac = 35;   // EWOULDBLOCK
    private const int WindowsSharing = unchecked((int)0x80070020); // ERROR_SHARING_VIOLATION
    private const int WindowsDiskFull = unchecked((int)0x80070070); // ERROR_DISK_FULL

    /// <summary>Runs an operation on a full path.</summary>
    public static T Translate<T>(string full, Func<string, T> operation)
    {
        try
        {
            return operation(full);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Describe(full, e);
        }
    }

    /// <summary>The lock is held by someone else.</summary>
    public static bool IsSharingViolation(IOException e) =>
        e.HResult is WouldBlockOnLinux or WouldBlockOnMac or WindowsSharing;

    /// <summary>The typed form of an exception of the file classes.</summary>
    public static StorageException Describe(string full, Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException =>
            StorageException.Of(StorageFault.Missing, full, "no such file or folder", e),
        UnauthorizedAccessException => StorageException.Of(StorageFault.PermissionDenied, full, "access denied", e),
        IOException { HResult: NoSpace or QuotaOnLinux or QuotaOnMac or WindowsDiskFull } =>
            StorageException.Of(StorageFault.DiskFull, full, "no space left on the device", e),
        IOException { HResult: ReadOnly } =>
            StorageException.Of(StorageFault.PermissionDenied, full, "the file system is mounted read-only", e),
        IOException { HResult: InputOutput } =>
            StorageException.Of(StorageFault.DeviceError, full, "the device reports an input/output error", e),
        _ => StorageException.Of(StorageFault.DeviceError, full, e.Message, e),
    };
}
