using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PoolTopology.EndToEnd.Support;

/// <summary>Signals to processes, and what the kernel knows about them.</summary>
internal static class Signals
{
    public const int HangUp = 1;
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Continue = 18;
    public const int Stop = 19;

    /// <summary>Sends a signal; false where the process is gone already.</summary>
    public static bool Send(int pid, int signal) => SendSignal(pid, signal) == 0;

    /// <summary>Whether a process exists and is not merely waiting to be reaped.</summary>
    public static bool IsAlive(int pid)
    {
        try
        {
            // pid (comm) state …: the name may hold spaces and brackets, the state follows the last one.
            string stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[stat.LastIndexOf(')') + 2] != 'Z';
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Processes whose command line contains this text.</summary>
    public static IReadOnlyList<int> Mentioning(string text) => [.. Process.GetProcesses()
        .Select(process => process.Id)
        .Where(pid => pid != Environment.ProcessId && IsAlive(pid) && CommandLine(pid).Contains(text, StringComparison.Ordinal))];

    /// <summary>Memory that a process has in RAM.</summary>
    public static long ResidentBytes(int pid)
    {
        const int PagesField = 1;
        string[] fields = File.ReadAllText($"/proc/{pid}/statm").Split(' ');
        return long.Parse(fields[PagesField], System.Globalization.CultureInfo.InvariantCulture) * Environment.SystemPageSize;
    }

    private static string CommandLine(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Replace('\0', ' ');
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int SendSignal(int pid, int signal);
}
