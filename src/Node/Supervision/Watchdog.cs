using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace PoolTopology.Node.Supervision;

/// <summary>Says to the service manager that the node is alive, as long as its main loops are.</summary>
/// <param name="manager">Who counts.</param>
/// <param name="timeout">How long it waits.</param>
/// <param name="loops">The loops, by name, and how to look at each.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where it is told which loop hangs, before the node is killed for it.</param>
/// <remarks>
/// Looks every half of the timeout. A loop that hangs is noticed after one to one and a half timeouts and the node is
/// killed a timeout after the last word; a single turn may take the timeout.
/// </remarks>
internal sealed partial class Watchdog(
    IServiceManager manager,
    TimeSpan timeout,
    ImmutableArray<(string Name, Func<LoopReading> Look)> loops,
    TimeProvider time,
    ILogger log)
{
    private ImmutableArray<LoopReading> _before = [.. loops.Select(_ => default(LoopReading))];

    /// <summary>Looks until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using PeriodicTimer timer = new(timeout / 2, time);
        do
        {
            LookNow();
        }
        while (await timer.WaitForNextTickAsync(cancellation));
    }

    private void LookNow()
    {
        ImmutableArray<LoopReading> now = [.. loops.Select(loop => loop.Look())];
        bool isAlive = true;
        for (int i = 0; i < now.Length; i++)
        {
            if (now[i].HasMovedSince(_before[i]))
                continue;
            isAlive = false;
            LogHangs(log, loops[i].Name, timeout / 2);
        }
        _before = now;
        if (isAlive)
            manager.Tell(ServiceMessage.Alive);
    }

    [LoggerMessage(5603, LogLevel.Error, "{Loop} has not moved for {Time}: the service manager will restart the node")]
    private static partial void LogHangs(ILogger log, string loop, TimeSpan time);
}
