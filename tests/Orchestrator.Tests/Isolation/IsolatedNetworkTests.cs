using System.Diagnostics;
using PoolTopology.Orchestrator.Design;
using PoolTopology.Orchestrator.Events;
using PoolTopology.Orchestrator.Isolation;
using PoolTopology.Orchestrator.Tests.Support;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Isolation;

/// <summary>Real network namespaces with the real rules: bounded, and gone afterwards.</summary>
public sealed class IsolatedNetworkTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RootFact]
    public async Task MeasureAsync_only_the_relays_machines_reach_the_producer()
    {
        (PoolDesign design, IsolationPlan plan) = Isolated();
        await using (IsolatedNetwork network = Network(plan))
        {
            await network.SetUpAsync(CancellationToken.None);
            foreach (MachineDesign machine in design.Machines)
                await network.ApplyFirewallAsync(machine, CancellationToken.None);
            using Process listener = Listen(plan, design);
            Reachability measured = await UntilSomebodyReachesAsync(network, design);
            Assert.Equal(["edge-1", "edge-2"], measured.ReachableFrom);
            Assert.Contains(measured.Attempts, attempt => attempt is { Machine: "outside", Outcome: "timeout" });
            Assert.Contains(measured.Counters, counter => counter is { Machine: "vault", Name: "node-bp-strangers", Packets: > 0 });
            listener.Kill();
        }

        Assert.All(plan.Namespaces, name => Assert.False(File.Exists($"/run/netns/{name}")));
        Assert.False(File.Exists(_folder["isolation.json"]));
    }

    [RootFact]
    public async Task MeasureAsync_without_rules_everybody_reaches_the_producer()
    {
        (PoolDesign design, IsolationPlan plan) = Isolated();
        await using IsolatedNetwork network = Network(plan);
        await network.SetUpAsync(CancellationToken.None);
        using Process listener = Listen(plan, design);
        Reachability measured = await UntilSomebodyReachesAsync(network, design);
        Assert.Equal(["edge-1", "edge-2", "outside"], measured.ReachableFrom);
        listener.Kill();
    }

    [RootFact]
    public async Task RemoveAllAsync_cleans_up_after_a_run_that_was_killed()
    {
        (_, IsolationPlan plan) = Isolated();
        await Network(plan).SetUpAsync(CancellationToken.None);
        IReadOnlyList<string> removed = await IsolationFile.RemoveAllAsync(_folder["isolation.json"], CancellationToken.None);
        Assert.Equal(plan.Namespaces, removed);
        Assert.Empty(await IsolationFile.RemoveAllAsync(_folder["isolation.json"], CancellationToken.None));
    }

    private IsolatedNetwork Network(IsolationPlan plan) => new(
        plan, _folder["isolation.json"], Path.Combine(AppContext.BaseDirectory, "pool"), new EventHub(TimeProvider.System), TimeProvider.System);

    private (PoolDesign Design, IsolationPlan Plan) Isolated()
    {
        IsolationPlan plan = IsolationPlan.Create(_folder.FullPath, ["vault", "edge-1", "edge-2", "outside"]);
        return (SamplePool.Read(SamplePool.Yaml, plan), plan);
    }

    private static Process Listen(IsolationPlan plan, PoolDesign design)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "PoolTopology.Orchestrator.Tests");
        string port = $"{design.ActiveProducer.NodeAddress.Port}";
        return Process.Start("/usr/sbin/ip", IsolationPlan.On(plan.MachineOf("vault"), [program, "fake-listener", port]).Skip(1));
    }

    private static async Task<Reachability> UntilSomebodyReachesAsync(IsolatedNetwork network, PoolDesign design)
    {
        for (int attempt = 0; attempt < 20; attempt++)
        {
            Reachability measured = await network.MeasureAsync(design.ActiveProducer, CancellationToken.None);
            if (measured.ReachableFrom.Contains("edge-1") && measured.ReachableFrom.Contains("edge-2"))
                return measured;
        }

        throw new InvalidOperationException("the relays' machines never reached the producer's port");
    }
}
