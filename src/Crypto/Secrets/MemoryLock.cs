using System.Runtime.InteropServices;

namespace PoolTopology.Crypto.Secrets;

/// <summary>Keeps pages out of swap and core dumps: mlock and madvise of the C library.</summary>
internal static unsafe partial class MemoryLock
{
    private const int DontDump = 16; // MADV_DONTDUMP of Linux
    private const int DoDump = 17;

    /// <summary>Locks whole pages.</summary>
    /// <remarks>Pre: the address is page-aligned and the caller owns all of the bytes.</remarks>
    internal static MemoryProtection Lock(byte* address, nuint bytes)
    {
        if (!OperatingSystem.IsLinux())
            return MemoryProtection.Unsupported;
        // Advice may be refused by an old kernel without harm to anything but core dumps.
        _ = Advise(address, bytes, DontDump);
        return LockPages(address, bytes) == 0 ? MemoryProtection.Locked : MemoryProtection.Refused;
    }

    internal static void Unlock(byte* address, nuint bytes)
    {
        _ = Advise(address, bytes, DoDump);
        _ = UnlockPages(address, bytes);
    }

    [LibraryImport("libc", EntryPoint = "mlock")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int LockPages(byte* address, nuint bytes);

    [LibraryImport("libc", EntryPoint = "munlock")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int UnlockPages(byte* address, nuint bytes);

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(byte* address, nuint bytes, int advice);
}
