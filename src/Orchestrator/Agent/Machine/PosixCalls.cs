using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace PoolTopology.Orchestrator.Agent.Machine;

/// <summary>What .NET's file classes do not offer: owners, hard links, folders on disk, locks that end with a process.</summary>
internal static class PosixCalls
{
    /// <summary>EWOULDBLOCK.</summary>
    public const int WouldBlock = 11;

    /// <summary>ENOSPC.</summary>
    public const int NoSpace = 28;

    /// <summary>ENOENT.</summary>
    public const int NoEntry = 2;

    /// <summary>ENOTDIR: a part of the path is a file.</summary>
    public const int NotFolder = 20;

    private const int AtWorkingFolder = -100;
    private const int AtSymlinkNoFollow = 0x100;
    private const int StatxSize = 256;
    private const uint StatxBasic = 0x7ff;
    private const int LockShared = 1;
    private const int LockExclusive = 2;
    private const int LockNonBlocking = 4;
    private const int TimexSize = 208;
    private const int TimexMaximumErrorOffset = 24;
    private const int TimexStatusOffset = 40;
    private const int StatusUnsynchronised = 0x40;

    /// <summary>A path's own facts, links not followed; null where nothing is there.</summary>
    public static PathFacts? Look(string path)
    {
        byte[] buffer = new byte[StatxSize];
        if (Statx(AtWorkingFolder, path, AtSymlinkNoFollow, StatxBasic, buffer) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            return error is NoEntry or NotFolder ? null : throw Failed("stat", path, error);
        }

        // struct statx: nlink 16, uid 20, gid 24, mode 28, size 40, seconds of mtime 112.
        return new PathFacts(
            BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(28)),
            BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(20)),
            BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(24)),
            (long)BinaryPrimitives.ReadUInt64LittleEndian(buffer.AsSpan(40)),
            (int)BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(16)),
            BinaryPrimitives.ReadInt64LittleEndian(buffer.AsSpan(112)));
    }

    /// <summary>rename(2).</summary>
    public static void Rename(string from, string to) => Check(RenameCall(from, to), "rename", from);

    /// <summary>link(2).</summary>
    public static void MakeHardLink(string existing, string path) => Check(LinkCall(existing, path), "link", existing);

    /// <summary>chown(2).</summary>
    public static void ChangeOwner(string path, uint owner, uint group) =>
        Check(ChownCall(path, owner, group), "chown", path);

    /// <summary>fsync(2) on a file or folder.</summary>
    public static void Sync(string path)
    {
        using FileDescriptor opened = FileDescriptor.Open(path);
        Check(FsyncCall(opened.Number), "fsync", path);
    }

    /// <summary>
    /// flock(2) on a file, which is made where it is missing; without waiting. Null where another process holds it so
    /// that both cannot.
    /// </summary>
    /// <remarks>Not through .NET's files: those take a shared lock of their own, which two waiting agents would keep from each other.</remarks>
    public static IDisposable? TryLock(string path, bool isShared)
    {
        FileDescriptor opened = FileDescriptor.OpenForLock(path);
        if (FlockCall(opened.Number, (isShared ? LockShared : LockExclusive) | LockNonBlocking) == 0)
            return opened;
        int error = Marshal.GetLastPInvokeError();
        opened.Dispose();
        return error == WouldBlock ? null : throw Failed("flock", path, error);
    }

    /// <summary>What the kernel says of its clock, without changing it.</summary>
    public static ClockQuality ReadClockQuality()
    {
        byte[] timex = new byte[TimexSize];
        if (AdjtimexCall(timex) < 0)
            return new ClockQuality(false, 0);
        int status = BinaryPrimitives.ReadInt32LittleEndian(timex.AsSpan(TimexStatusOffset));
        long maximumErrorMicroseconds = BinaryPrimitives.ReadInt64LittleEndian(timex.AsSpan(TimexMaximumErrorOffset));
        return new ClockQuality((status & StatusUnsynchronised) == 0, maximumErrorMicroseconds / 1000.0);
    }

    private static void Check(int result, string call, string path)
    {
        if (result != 0)
            throw Failed(call, path, Marshal.GetLastPInvokeError());
    }

    private static IOException Failed(string call, string path, int error) =>
        new($"{call} {path}: {Marshal.GetPInvokeErrorMessage(error)}", error);

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static extern int Statx(
        int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, byte[] buffer);

    [DllImport("libc", EntryPoint = "rename", SetLastError = true)]
    private static extern int RenameCall(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string from, [MarshalAs(UnmanagedType.LPUTF8Str)] string to);

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    private static extern int LinkCall(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string existing, [MarshalAs(UnmanagedType.LPUTF8Str)] string path);

    [DllImport("libc", EntryPoint = "chown", SetLastError = true)]
    private static extern int ChownCall([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint owner, uint group);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int FsyncCall(int file);

    [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static extern int FlockCall(int file, int operation);

    [DllImport("libc", EntryPoint = "adjtimex", SetLastError = true)]
    private static extern int AdjtimexCall(byte[] timex);

    /// <summary>An open file or folder; .NET opens no folders.</summary>
    private sealed class FileDescriptor : IDisposable
    {
        private const int ReadOnly = 0;
        private const int ReadWriteCreate = 0x42;
        // What the agent starts must not hold its turn.
        private const int CloseOnExec = 0x80000;
        private const uint OwnerOnly = 0x180;

        private int _number;

        private FileDescriptor(int number) => _number = number;

        public int Number => _number;

        public static FileDescriptor Open(string path) => Open(path, ReadOnly);

        public static FileDescriptor OpenForLock(string path) => Open(path, ReadWriteCreate);

        public void Dispose()
        {
            int number = Interlocked.Exchange(ref _number, -1);
            // Nothing was written through it, so that closing has nothing to report.
            if (number >= 0)
                _ = CloseCall(number);
        }

        private static FileDescriptor Open(string path, int flags)
        {
            int number = OpenCall(path, flags | CloseOnExec, OwnerOnly);
            return number >= 0 ? new FileDescriptor(number) : throw Failed("open", path, Marshal.GetLastPInvokeError());
        }

        [DllImport("libc", EntryPoint = "open", SetLastError = true)]
        private static extern int OpenCall([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mode);

        [DllImport("libc", EntryPoint = "close", SetLastError = true)]
        private static extern int CloseCall(int file);
    }
}

/// <summary>The numbers that a file system keeps with a path.</summary>
internal sealed record PathFacts(ushort Mode, uint Owner, uint Group, long SizeBytes, int Names, long WrittenUnixSeconds);
