using PoolTopology.Orchestrator.Probe;
using PoolTopology.Orchestrator.Processes;
using PoolTopology.Orchestrator.Proof;
using PoolTopology.Orchestrator.Tests.Support;

namespace PoolTopology.Orchestrator.Tests.Proof;

/// <summary>A network namespace whose sweeps a thread of the test carries out, without a process for each.</summary>
internal sealed class ThreadVantage(string name, string space) : IVantage
{
    public string Name => name;

    public Task<string> RunAsync(IReadOnlyList<string> command, string input, CancellationToken cancellation) =>
        SystemCommand.RunAsync(["ip", "netns", "exec", space, .. command], input, cancellation);

    public Task<IReadOnlyList<SweepReport>> SweepAsync(IReadOnlyList<SweepOrder> orders, CancellationToken cancellation) => Task.Run<IReadOnlyList<SweepReport>>(
        () =>
        {
            SweepReport[] reports = [];
            NamespaceThread.In(space, () => reports = [.. orders.Select(Sweeper.Run)]);
            return reports;
        }, cancellation);
}
