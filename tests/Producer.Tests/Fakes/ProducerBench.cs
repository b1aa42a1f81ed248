using Microsoft.Extensions.Logging.Abstractions;
using PoolTopology.Node.Forging;
using PoolTopology.Node.Work;
using PoolTopology.Primitives.Chain;
using PoolTopology.Producer.Credentials;
using PoolTopology.Producer.Forge;
using PoolTopology.Producer.Schedule;
using PoolTopology.TestKit.Chain;
using PoolTopology.TestKit.Time;

namespace PoolTopology.Producer.Tests.Fakes;

/// <summary>One pool's machine: files, disk, node and clock. Producers come and go on it.</summary>
internal sealed class ProducerBench : IDisposable
{
    private readonly int _slotsPerStep;

    public ProducerBench(TestNetworkOptions? options = null, int slotsPerStep = 1)
    {
        _slotsPerStep = slotsPerStep;
        Network = TestNetwork.Create(options);
        Node = new FakeNode(Network);
        Time = new VirtualTime(Network.Config.Clock.SystemStart);
    }

    public TestNetwork Network { get; }

    public FakeNode Node { get; }

    public SimulatedDisk Disk { get; } = new();

    public TestKeys Keys { get; } = new(0);

    /// <summary>A new one is a clock that was stepped.</summary>
    public VirtualTime Time { get; set; }

    public ForgingReport LastReport => Node.Reports[^1];

    /// <summary>A producer that starts now.</summary>
    public ForgingSide Start(Hash28? poolId = null) =>
        new(
            new KeyKeeper(Keys.Files, poolId, _ => Disk.TryOpen(), "forge.journal"),
            new ScheduleAhead(_slotsPerStep, InlineWorkers.Instance, Time),
            Time,
            NullLogger.Instance);

    /// <summary>Lets a producer run for a while, then asks it to stop.</summary>
    public void Run(ForgingSide side, TimeSpan duration, int seed = 0)
    {
        using CancellationTokenSource stop = new(duration, Time);
        new SeededScheduler(seed, Time).Run(() => side.RunAsync(Node, stop.Token), duration + TimeSpan.FromDays(1));
    }

    /// <summary>A producer that starts now and is stopped after a while.</summary>
    public void Run(TimeSpan duration, int seed = 0)
    {
        using ForgingSide side = Start();
        Run(side, duration, seed);
    }

    /// <summary>The slots that the pool leads on the present chain, in order.</summary>
    public List<Slot> OwnSlots(ulong from, ulong to)
    {
        List<Slot> own = [];
        for (ulong slot = from; slot < to; slot++)
        {
            if (TestForge.IsLeader(Network, Node.Current.HeaderState, Network.Pools[0], new Slot(slot)))
                own.Add(new Slot(slot));
        }
        return own;
    }

    public void Dispose() => Keys.Dispose();
}
