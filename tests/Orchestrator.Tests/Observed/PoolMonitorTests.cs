using PoolTopology.Orchestrator.Events;
using PoolTopology.Orchestrator.Observed;
using PoolTopology.Orchestrator.Tests.Support;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Observed;

public sealed class PoolMonitorTests
{
    [Fact]
    public async Task RunAsync_tells_changes_and_events_in_order_and_ends_when_completed()
    {
        EventHub events = new(TimeProvider.System);
        using EventSubscription subscription = events.Subscribe();
        PoolMonitor monitor = new(PoolState.Initial(SamplePool.Design, isIsolated: false), events);
        PoolState before = monitor.Current;
        Task running = monitor.RunAsync();
        Task<PoolState> change = monitor.WaitForChangeAsync(before, CancellationToken.None);
        await monitor.ObserveAsync(SamplePool.Attached("relay-1"));
        Assert.True((await change).FindNode("relay-1")!.IsAttached);
        await monitor.ObserveAsync(SamplePool.Forged("bp", 1));
        monitor.Complete();
        await running;
        await monitor.ObserveAsync(SamplePool.Forged("bp", 2));
        events.Complete();
        List<string> types = [];
        await foreach (PoolEvent happened in subscription.ReadAllAsync(CancellationToken.None))
            types.Add(happened.Type);
        Assert.Equal(["node_attached", "block_forged"], types);
        Assert.Equal(1ul, monitor.Current.BlocksForged);
    }
}
