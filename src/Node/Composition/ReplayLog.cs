using Microsoft.Extensions.Logging;
using PoolTopology.Storage.ChainDb;

namespace PoolTopology.Node.Composition;

/// <summary>Tells how opening a database goes on, at a pace that a person can read.</summary>
internal sealed class ReplayLog(ILogger log, TimeProvider time)
{
    /// <summary>From one line to the next; opening that takes less says nothing.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(5);

    private long _lastAt = time.GetTimestamp();

    /// <summary>Takes the news.</summary>
    public void Report(ReplayProgress progress)
    {
        if (time.GetElapsedTime(_lastAt) < Pace)
            return;
        _lastAt = time.GetTimestamp();
        DatabaseLog.Replaying(log, progress);
    }
}
