using System.Runtime.InteropServices;

namespace PoolTopology.Node.Verification;

/// <summary>The processor time that the calling thread has used.</summary>
/// <remarks>
/// Waiting for another thread's turn on the processor does not count, so the split between stages is the same on a busy
/// machine. Zero where the system does not say (Windows).
/// Spec: POSIX <c>clock_gettime</c>, <c>CLOCK_THREAD_CPUTIME_ID</c>.
/// </remarks>
internal static class ThreadProcessorTime
{
    private static readonly int? Clock =
        OperatingSystem.IsLinux() ? 3 : OperatingSystem.IsMacOS() ? 16 : null;

    /// <summary>The time so far.</summary>
    public static TimeSpan Now =>
        Clock is int clock && clock_gettime(clock, out TimeSpec time) == 0
            ? new TimeSpan((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / TimeSpan.NanosecondsPerTick))
            : TimeSpan.Zero;

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }

    [DllImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int clock_gettime(int clock, out TimeSpec time);
}
