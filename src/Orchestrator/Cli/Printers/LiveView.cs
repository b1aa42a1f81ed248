using PoolTopology.Orchestrator.Design;
using PoolTopology.Orchestrator.Events;
using PoolTopology.Orchestrator.Observed;
using PoolTopology.Orchestrator.Server;
using PoolTopology.Orchestrator.Up;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace PoolTopology.Orchestrator.Cli.Printers;

/// <summary>The run as a picture that changes in place, for a terminal.</summary>
internal sealed class LiveView(Func<PoolMonitor?> monitor, PoolDesign design, UpOptions options, TimeProvider time) : IRunPrinter
{
    private const int RecentLines = 6;

    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(250);

    private readonly Queue<string> _recent = [];
    private readonly Lock _gate = new();
    private Summary? _summary;
    private PoolState? _last;

    /// <inheritdoc/>
    public async Task PrintAsync(EventSubscription events)
    {
        Task reading = ReadAsync(events);
        await AnsiConsole.Live(Frame()).AutoClear(false).StartAsync(async live =>
        {
            while (!reading.IsCompleted)
            {
                live.UpdateTarget(Frame());
                await Task.WhenAny(reading, Task.Delay(Refresh, time));
            }

            live.UpdateTarget(Frame());
        });
        await reading;
        if (_summary is not { } summary)
            return;
        AnsiConsole.Write(new Text(summary.Text, new Style(summary.ExitCode == 0 ? Color.Green : Color.Red)));
        AnsiConsole.WriteLine();
    }

    private async Task ReadAsync(EventSubscription events)
    {
        await foreach (PoolEvent happened in events.ReadAllAsync(CancellationToken.None))
        {
            if (happened is Summary summary)
                _summary = summary;

            // What is worth seeing at the end is the pool as it was, not its nodes leaving one by one.
            if (happened is Stopping)
                _last = monitor()?.Current;

            // One line per block and node would push everything else out of sight.
            if (happened is BlockAdopted or Summary)
                continue;
            lock (_gate)
            {
                _recent.Enqueue(EventText.Line(happened));
                if (_recent.Count > RecentLines)
                    _recent.Dequeue();
            }
        }
    }

    private IRenderable Frame()
    {
        string[] recent;
        lock (_gate)
            recent = [.. _recent];
        PoolState state = _last ?? monitor()?.Current ?? PoolState.Initial(design, options.IsIsolated);
        string footer = $"logs in {new StatePaths(options.StateDirectory).Logs}, Ctrl-C stops the pool";
        return PoolFrame.Render(PoolMessages.ToMessage(state, time.GetUtcNow()), recent, footer);
    }
}
