using System.Globalization;
using PoolTopology.Orchestrator.Cli;

namespace PoolTopology.Orchestrator.Up;

/// <summary>Nodes of a run that was killed: they end by themselves, and until then hold their ports and databases.</summary>
internal static class OrphanedNodes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits until no process works on the nodes' folders of this state directory any more.</summary>
    /// <exception cref="CommandFailure">One does not end; nothing was done to it.</exception>
    public static async Task WaitForEndAsync(StatePaths paths, TimeProvider time, CancellationToken cancellation)
    {
        long startedAt = time.GetTimestamp();
        while (Find(paths, "/proc") is { Count: > 0 } pids)
        {
            if (time.GetElapsedTime(startedAt) > Patience)
            {
                throw new CommandFailure(ExitCodes.LockHeld,
                    $"processes of an earlier run still work on {paths.Root}: pid {string.Join(", ", pids)}",
                    "stop them, then start again");
            }

            await Task.Delay(Pause, time, cancellation);
        }
    }

    /// <summary>The processes whose command line names a file in the nodes' folders.</summary>
    internal static IReadOnlyList<int> Find(StatePaths paths, string processes)
    {
        List<int> found = [];
        foreach (string folder in Directory.EnumerateDirectories(processes))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int pid)
                && pid != Environment.ProcessId
                && CommandLine(folder).Any(argument => argument.StartsWith(paths.Nodes + "/", StringComparison.Ordinal)))
                found.Add(pid);
        }

        return found;
    }

    private static string[] CommandLine(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline")).Split('\0');
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // Ended meanwhile, or another user's: not ours in either case.
            return [];
        }
    }
}
