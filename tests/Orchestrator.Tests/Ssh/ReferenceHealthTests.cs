using PoolTopology.Orchestrator.Plan;
using PoolTopology.Orchestrator.Rollout;
using PoolTopology.Orchestrator.Ssh;
using PoolTopology.Orchestrator.Tests.Plan;
using PoolTopology.Rpc.Agent.V1;
using PoolTopology.Topology.Deployment;
using Xunit;
using ObservedMachine = PoolTopology.Rpc.Agent.V1.Observed;

namespace PoolTopology.Orchestrator.Tests.Ssh;

/// <summary>How a cardano-node's metrics are judged: what a plan expects of it, and what a gate says.</summary>
public sealed class ReferenceHealthTests
{
    private const long Slot = 100_000;

    private static readonly NetworkClock Clock = new(DateTimeOffset.UnixEpoch, 0, 1);

    // A devnet's f is 0.25 unless it says otherwise: thirty gaps are 120 slots.
    private const long Allowed = 120;

    [Fact]
    public void Question_is_for_metrics_and_for_nothing_else()
    {
        NodeEndpoint asked = Assert.Single(HealthReader.Question(Change("edge-1", Good())).Nodes);
        Assert.Equal(("relay-1", "", "127.0.0.12:12798"), (asked.Name, asked.Address, asked.MetricsAddress));
    }

    [Fact]
    public void Relay_that_was_at_the_tip_must_come_back_to_it()
    {
        MachineChange change = Change("edge-1", Good());

        Assert.IsType<HealthVerdict.Healthy>(Judge(change, Good()));
        Assert.IsType<HealthVerdict.Healthy>(Judge(change, Good(behind: Allowed)));
        Assert.Equal("relay-1: its tip is 121 slots behind; 120 are allowed", Waits(Judge(change, Good(behind: Allowed + 1))));
        Assert.Equal("relay-1: it has no chain", Waits(Judge(change, new NodeMetrics { HotPeers = 2 })));
        Assert.Equal(
            "relay-1: it has no chain: its ledger is replayed (37 %)",
            Waits(Judge(change, new NodeMetrics { HotPeers = 2, ReplayPercent = 37.2 })));
        Assert.Equal("relay-1: it follows no peer", Waits(Judge(change, Good(peers: 0))));
        Assert.Equal("relay-1: metrics at 127.0.0.12:12798 do not answer", Waits(Judge(change, null)));
    }

    [Fact]
    public void Relay_that_was_syncing_is_not_asked_for_more_than_that_it_answers_and_follows()
    {
        MachineChange change = Change("edge-1", Good(behind: 50_000));

        Assert.IsType<HealthVerdict.Healthy>(Judge(change, Good(behind: 49_000)));
        Assert.NotNull(Waits(Judge(change, null)));
        Assert.NotNull(Waits(Judge(change, Good(peers: 0))));
    }

    [Fact]
    public void Where_the_networks_slots_are_not_known_no_lag_is_judged()
    {
        MachineChange change = Change("edge-1", Good(), clock: null);
        Assert.False(Assert.Single(change.Nodes).Expectation.FollowsTip);
        Assert.IsType<HealthVerdict.Healthy>(Judge(change, Good(behind: 50_000)));
    }

    [Fact]
    public void Producer_that_forged_must_forge_again()
    {
        MachineChange change = Change("vault", Forging());

        Assert.IsType<HealthVerdict.Healthy>(Judge(change, Forging()));
        foreach ((Action<NodeMetrics> edit, string why) in new (Action<NodeMetrics>, string)[]
        {
            (metrics => metrics.ForgingEnabled = false, "forging is disabled: are its keys there?"),
            (metrics => metrics.ClearLeadershipChecks(), "it has not looked at a slot yet"),
            (metrics => metrics.RemainingKesPeriods = 0, "its KES key cannot be used, or has no period left"),
            (metrics => metrics.ClearRemainingKesPeriods(), "it says nothing of its KES key"),
        })
        {
            NodeMetrics metrics = Forging();
            edit(metrics);
            Assert.Equal($"bp: it does not forge: {why}", Waits(Judge(change, metrics)));
        }

        NodeMetrics old = Forging();
        old.ClearForgingEnabled(); // Older versions do not say it.
        Assert.IsType<HealthVerdict.Healthy>(Judge(change, old));
    }

    [Fact]
    public void Tip_that_stands_and_a_producer_that_looks_at_no_slot_are_no_progress()
    {
        MachineChange change = Change("vault", Forging());
        HealthSample first = Sample(change, Forging());
        NodeMetrics later = Forging();
        later.TipSlot += 2; // The tip was one slot behind: this block is newer than that look.
        Assert.Equal("bp: it looked at no slot", HealthGate.StandsStill(change, Sample(change, later), first, 600));
        later.LeadershipChecks++;
        Assert.Null(HealthGate.StandsStill(change, Sample(change, later), first, 600));
        later.TipSlot -= 2;
        Assert.Equal("bp: no block of a slot after 100000 has come to it", HealthGate.StandsStill(change, Sample(change, later), first, 600));
    }

    /// <summary>Its tip moves, and each of its blocks comes late: a peer that lags, or a node too slow for the chain.</summary>
    [Theory]
    [InlineData(41, false)]
    [InlineData(40, true)]
    public void Block_that_comes_late_does_not_end_the_hold_time(long behind, bool isThrough)
    {
        MachineChange change = Change("edge-1", Good(behind: 1));
        HealthSample first = Sample(change, Good(behind));
        HealthSample then = Later(Sample(change, Good(behind)), slots: 300);

        Assert.Equal(isThrough ? null : $"relay-1: its newest block came {behind} slots ago", HealthGate.StandsStill(change, then, first, 600));
    }

    private static HealthSample Later(HealthSample sample, long slots) => sample with
    {
        Nodes = [.. sample.Nodes.Select(node => node with { TipSlot = node.TipSlot + slots, CurrentSlot = node.CurrentSlot + slots })],
    };

    [Fact]
    public void Producer_sees_a_relay_where_it_follows_one_and_a_relay_is_not_asked()
    {
        NodeChange producer = Assert.Single(Change("vault", Forging()).Nodes);
        NodeChange relay = Assert.Single(Change("edge-1", Good()).Nodes);
        Assert.Equal((true, true), (producer.Expectation.SeesProducer, producer.Final.SeesProducer));
        Assert.Equal((false, false), (relay.Expectation.SeesProducer, relay.Final.SeesProducer));
    }

    [Fact]
    public void Standby_that_looks_at_slots_is_unsafe_and_one_that_only_says_so_is_not()
    {
        MachineChange change = Change("vault", Good());
        change = change with { Nodes = [.. change.Nodes.Select(node => node with { Expectation = node.Expectation with { MustNotForge = true } })] };
        NodeMetrics said = Good();
        said.ForgingEnabled = true;

        Assert.IsType<HealthVerdict.Healthy>(Judge(change, said));
        Assert.Equal(
            FailureKind.Unsafe, Assert.IsType<HealthVerdict.Hopeless>(Judge(change, Forging())).Failure.Kind);
    }

    [Fact]
    public void Fresh_devnet_must_end_at_the_tip_with_its_peers()
    {
        NodeChange producer = Assert.Single(Change("vault", before: null).Nodes);
        Assert.Equal(
            new HealthExpectation(Runs: true, Answers: true, FollowsTip: false, HasPeers: false, SeesProducer: false, Forges: false, MustNotForge: false),
            producer.Expectation);
        Assert.Equal(
            new HealthExpectation(Runs: true, Answers: true, FollowsTip: true, HasPeers: true, SeesProducer: true, Forges: true, MustNotForge: false),
            producer.Final);
    }

    [Fact]
    public void Plan_warns_where_a_node_may_need_longer_than_its_gate_waits()
    {
        const string caution = "relay-1 may take 900 s to be at the tip again; after rollout.deadline, 600 s, everything is taken back";
        Assert.Contains(caution, Plan("edge-1", Good(), Clock).Cautions);
        Assert.DoesNotContain(Plan("edge-1", Good(behind: 50_000), Clock).Cautions, text => text.Contains("deadline", StringComparison.Ordinal));
    }

    private static NodeMetrics Good(long behind = 1, ulong peers = 2) => new() { TipSlot = (ulong)(Slot - behind), BlockNo = 9, HotPeers = peers };

    private static NodeMetrics Forging()
    {
        NodeMetrics metrics = Good();
        (metrics.ForgingEnabled, metrics.LeadershipChecks, metrics.RemainingKesPeriods) = (true, 7, 41);
        return metrics;
    }

    /// <summary>The change of a machine's program, on which this was seen before; nothing of the pool where it is null.</summary>
    [Fact]
    public void Plan_warns_where_a_stop_may_outlast_the_firewalls_confirmation()
    {
        DeploymentPlan both = Plan("edge-1", Good(), Clock, text => text + "\naccess: { manage: [198.51.100.7/32] }\n");

        Assert.Contains(both.Cautions, text => text.StartsWith("edge-1: its firewall comes with a restart", StringComparison.Ordinal));
        Assert.DoesNotContain(Plan("edge-1", Good(), Clock).Cautions, text => text.Contains("its firewall comes", StringComparison.Ordinal));
    }

    private static MachineChange Change(string machine, NodeMetrics? before) => Change(machine, before, Clock);

    private static MachineChange Change(string machine, NodeMetrics? before, NetworkClock? clock) => Plan(machine, before, clock).ChangeOf(machine);

    private static DeploymentPlan Plan(string machine, NodeMetrics? before, NetworkClock? clock, Func<string, string>? edit = null)
    {
        PlanSamples now = new(Engine);
        Dictionary<string, ObservedMachine> observed = before is null ? now.Fresh() : now.InForce();
        foreach (ObservedMachine seen in observed.Values)
            seen.ClockUnixMs = Slot * 1000;
        if (before is not null)
            observed[machine].Nodes.Add(new ObservedNode { Name = now.Document.NodesOn(machine).Single().Name, Metrics = before });
        return new PlanSamples(text => (edit ?? (same => same))(Engine(text)), "program 2").PlanFor(observed, clock);
    }

    private static string Engine(string example) => example.Replace("# engine: pooltopology", "engine: cardano-node", StringComparison.Ordinal);

    private static HealthVerdict Judge(MachineChange change, NodeMetrics? metrics) =>
        HealthGate.Judge(change, Sample(change, metrics), first: null, of => of.Expectation, Allowed);

    private static HealthSample Sample(MachineChange change, NodeMetrics? metrics)
    {
        NodeChange node = change.Nodes.Single();
        ObservedMachine seen = new() { ClockUnixMs = Slot * 1000 };
        seen.Units.Add(new ObservedUnit { Name = node.Unit, ActiveState = "active", SubState = "running" });
        seen.Nodes.Add(metrics is null
            ? new ObservedNode { Name = node.Node, Error = $"metrics at {node.MetricsAddress} do not answer" }
            : new ObservedNode { Name = node.Node, Metrics = metrics });
        return new HealthReader(new HashSet<string>(), new HashSet<string>(), Clock).Read(change, seen);
    }

    private static string Waits(HealthVerdict verdict) => Assert.IsType<HealthVerdict.NotYet>(verdict).Sentence;
}
