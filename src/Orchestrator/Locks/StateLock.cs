using PoolTopology.Orchestrator.Cli;

namespace PoolTopology.Orchestrator.Locks;

/// <summary>One process at a time carries out rollouts from a state directory; the kernel frees it when that one dies.</summary>
internal sealed class StateLock : IDisposable
{
    private readonly FileStream _file;

    private StateLock(FileStream file) => _file = file;

    /// <summary>Takes it, or null where another process has it.</summary>
    public static StateLock? TryTake(string path)
    {
        try
        {
            return new StateLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Takes it.</summary>
    /// <exception cref="CommandFailure">Another process has it.</exception>
    public static StateLock Take(string path) => TryTake(path) ?? throw new CommandFailure(
        ExitCodes.LockHeld, "another pool is carrying out a rollout from this state directory",
        "`pool rollout status` shows it; pause, promote and abort reach it");

    public void Dispose() => _file.Dispose();
}
