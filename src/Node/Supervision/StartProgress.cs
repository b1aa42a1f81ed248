using PoolTopology.Storage.ChainDb;

namespace PoolTopology.Node.Supervision;

/// <summary>Asks the service manager for more time while the start goes on; a start that stands still gets none.</summary>
internal sealed class StartProgress(IServiceManager manager, TimeProvider time)
{
    /// <summary>From one word to the next, at least.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(5);

    /// <summary>How long the start may then be silent: one piece of it, such as reading a large ledger, takes minutes.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromMinutes(5);

    private long? _lastAt;

    /// <summary>Takes the news.</summary>
    public void Report(ReplayProgress progress)
    {
        if (_lastAt is { } last && time.GetElapsedTime(last) < Pace)
            return;
        _lastAt = time.GetTimestamp();
        manager.Tell(ServiceMessage.Starting(
            $"{progress.Phase}: {progress.BlocksApplied} blocks, {progress.Reached} of {progress.Target}", Within));
    }
}
