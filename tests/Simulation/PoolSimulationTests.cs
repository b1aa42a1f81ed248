using System.Net;
using PoolTopology.Primitives.Chain;
using PoolTopology.TestKit.Chain;
using Xunit;

namespace PoolTopology.Simulation;

/// <summary>Whole pools in virtual time with crashes, power cuts and partitions. A failing seed runs again by itself.</summary>
public sealed class PoolSimulationTests
{
    private const int K = 8;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(60);

    private static TestNetworkOptions OnePool { get; } = new()
    {
        Stakes = [new Coin(1_000_000_000)],
        ActiveSlotsCoefficient = "0.5",
        SecurityParameter = K,
        EpochLengthSlots = 200,
    };

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Hidden_producer_survives_crashes_of_any_node(int seed)
    {
        using SimulatedWorld world = HiddenProducer(seed);
        world.Scheduler.Run(() => RunAsync(world, rounds: 12, Fault.Crash), Limit);
        AssertOneChain(world);
        AssertNoSlotSignedTwice(world);
        AssertNothingForgedWasLost(world);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Rival_pools_agree_after_partitions_and_crashes(int seed)
    {
        using SimulatedWorld world = Rivals(seed);
        world.Scheduler.Run(() => RunAsync(world, rounds: 10, Fault.Any), Limit);
        AssertOneChain(world);
        AssertNoSlotSignedTwice(world);
        Assert.All(world.Nodes, node => Assert.InRange(node.DeepestRollback, 0u, (uint)K));
    }

    [Fact]
    public void Seed_gives_the_same_run_twice()
    {
        Assert.Equal(RunOnce(7), RunOnce(7));

        static (ulong Digest, string Tip) RunOnce(int seed)
        {
            using SimulatedWorld world = HiddenProducer(seed);
            string tip = "";
            world.Scheduler.Run(
                async () =>
                {
                    await RunAsync(world, rounds: 3, Fault.Crash);
                    tip = world.Nodes[0].Core.Chain.Tip.ToString();
                },
                Limit);
            return (world.Scheduler.Digest, tip);
        }
    }

    /// <summary>POOLTOPOLOGY_SIMULATION_SEEDS says how many; 25 without it. A run of its own: FIRST-LAST.</summary>
    public static TheoryData<int> Seeds()
    {
        string[] range = (Environment.GetEnvironmentVariable("POOLTOPOLOGY_SIMULATION_SEEDS") ?? "25").Split('-');
        int last = int.Parse(range[^1], System.Globalization.CultureInfo.InvariantCulture);
        int first = range.Length > 1 ? int.Parse(range[0], System.Globalization.CultureInfo.InvariantCulture) : 1;
        return [.. Enumerable.Range(first, last - first + 1)];
    }

    private enum Fault
    {
        Crash,
        Any,
    }

    private static SimulatedWorld HiddenProducer(int seed)
    {
        SimulatedWorld world = new(seed, OnePool);
        SimulatedNode producer = world.Add("producer", world.Network.Pools[0]);
        SimulatedNode first = world.Add("relay-1", null);
        SimulatedNode second = world.Add("relay-2", null);
        SimulatedNode observer = world.Add("observer", null);
        producer.Peers = [first.Address, second.Address];
        first.Peers = [producer.Address, second.Address];
        second.Peers = [producer.Address, first.Address];
        observer.Peers = [first.Address, second.Address];
        return world;
    }

    private static SimulatedWorld Rivals(int seed)
    {
        SimulatedWorld world = new(seed, OnePool with { Stakes = [new Coin(3_000_000), new Coin(2_000_000), new Coin(1_000_000)] });
        foreach (TestPool pool in world.Network.Pools)
            world.Add($"producer-{world.Nodes.Count}", pool);
        foreach (SimulatedNode node in world.Nodes)
            node.Peers = [.. world.Nodes.Where(other => other != node).Select(other => other.Address)];
        return world;
    }

    private static async Task RunAsync(SimulatedWorld world, int rounds, Fault faults)
    {
        foreach (SimulatedNode node in world.Nodes)
            node.Start();
        await world.DelayAsync(10);
        for (int round = 0; round < rounds; round++)
        {
            SimulatedNode victim = world.Nodes[world.Random.Next(world.Nodes.Count)];
            if (faults == Fault.Any && world.Random.Next(2) == 0)
                await PartAsync(world, victim);
            else
                await RestartAsync(world, victim);
            await world.DelayAsync(world.Random.NextDouble() * 8);
        }
        await SettleAsync(world);
    }

    // A partition that lasts longer than k blocks may never heal, by the rules of the chain: keep it short of that.
    private static async Task PartAsync(SimulatedWorld world, SimulatedNode victim)
    {
        IReadOnlyList<IPAddress> others = [.. world.Nodes.Where(node => node != victim).Select(node => node.Address)];
        world.Separation.Part([victim.Address], others);
        await world.DelayAsync(1 + (world.Random.NextDouble() * 5));
        world.Separation.Heal();
    }

    private static async Task RestartAsync(SimulatedWorld world, SimulatedNode victim)
    {
        if (world.Random.Next(4) == 0)
            await victim.StopAsync();
        else
            await victim.CrashAsync();
        await world.DelayAsync(world.Random.NextDouble() * 4);
        victim.Start();
    }

    // All nodes run and are connected: within a minute they stand on one chain, or something is wrong.
    private static async Task SettleAsync(SimulatedWorld world)
    {
        for (int second = 0; second < 120; second++)
        {
            await world.DelayAsync(0.9);
            if (second > 20 && world.Nodes.Select(node => node.Core.Chain.Tip).Distinct().Count() == 1)
                return;
        }
        Assert.Fail("no common tip: " + string.Join(", ", world.Nodes.Select(node => $"{node.Name} {node.Core.Chain.Tip}")));
    }

    private static void AssertOneChain(SimulatedWorld world)
    {
        Tip tip = Assert.Single(world.Nodes.Select(node => node.Core.Chain.Tip).Distinct());
        Assert.True(tip.BlockNo.Value > 20, $"the chain hardly grew: {tip}\n{string.Join('\n', world.Nodes.Select(node => node.Describe()))}");
    }

    private static void AssertNoSlotSignedTwice(SimulatedWorld world) => Assert.Empty(world.DoubleSigned);

    // With one pool there are no forks: what was forged and adopted is on the chain for good.
    private static void AssertNothingForgedWasLost(SimulatedWorld world)
    {
        HashSet<string> chain = [.. world.Nodes[0].Chain().Select(header => header.Hash.ToString())];
        Assert.DoesNotContain(world.Nodes[0].Forged, block => !chain.Contains(block.Hash));
        Assert.NotEmpty(world.Nodes[0].Forged);
    }
}
