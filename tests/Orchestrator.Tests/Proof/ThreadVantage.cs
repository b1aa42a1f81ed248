using PoolTopology.Orchestrator.Probe;
using PoolTopology.Orchestrator.Proof;
using PoolTopology.Orchestrator.Tests.Support;

namespace PoolTopology.Orchestrator.Tests.Proof;

/// <summary>A network namespace whose sweeps a thread of the test carries out, without a process for each.</summary>
internal sealed class ThreadVantage(string name, string space) : IVantage
{
    private readonly NamespaceVantage _place = new(name, space, poolProgram: "");

    public string Name => name;

    public Task<VantageFacts> LookAsync(IReadOnlyList<ProbeTarget> targets, CancellationToken cancellation) =>
        _place.LookAsync(targets, cancellation);

    public Task<KernelFacts> ReadKernelAsync(CancellationToken cancellation) => _place.ReadKernelAsync(cancellation);

    public Task ArmAsync(CancellationToken cancellation) => _place.ArmAsync(cancellation);

    public Task<WitnessNotes> ReadNotesAsync(CancellationToken cancellation) => _place.ReadNotesAsync(cancellation);

    public Task DisarmAsync(CancellationToken cancellation) => _place.DisarmAsync(cancellation);

    public Task<IReadOnlyList<SweepReport>> SweepAsync(IReadOnlyList<SweepOrder> orders, CancellationToken cancellation) => Task.Run<IReadOnlyList<SweepReport>>(
        () =>
        {
            SweepReport[] reports = [];
            NamespaceThread.In(space, () => reports = [.. orders.Select(Sweeper.Run)]);
            return reports;
        }, cancellation);
}
