using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using PoolTopology.Orchestrator.Events;
using PoolTopology.Orchestrator.Isolation;
using PoolTopology.Orchestrator.Observed;
using PoolTopology.Orchestrator.Rollout;
using PoolTopology.Orchestrator.Tests.Support;
using PoolTopology.Orchestrator.Up;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Events;

public sealed class EventJsonTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(2));

    [Fact]
    public void Line_node_started_is_one_object_with_type_time_and_name_first()
    {
        NodeStarted started = new(At, "bp", 7, "producer", new IPEndPoint(IPAddress.Parse("127.0.0.11"), 3001),
            new IPEndPoint(IPAddress.Parse("::1"), 12799));
        Assert.Equal(
            """{"type":"node_started","at":"2026-01-02T01:04:05.678Z","name":"bp","role":"producer","pid":7,"nodeAddress":"127.0.0.11:3001","rpcAddress":"[::1]:12799"}""",
            EventJson.Line(started));
    }

    [Fact]
    public void Line_words_of_a_node_stay_on_one_line()
    {
        NodeExited died = new(At, "bp", 7, 1, TimeSpan.FromSeconds(1), false, ["a \"quoted\"\nline\u001b[2J"]);
        string line = EventJson.Line(died);
        Assert.DoesNotContain('\n', line);
        Assert.DoesNotContain('\u001b', line);
        using JsonDocument parsed = JsonDocument.Parse(line);
        Assert.Equal("a \"quoted\"\nline\u001b[2J", parsed.RootElement.GetProperty("lastWords")[0].GetString());
    }

    [Fact]
    public void Line_every_kind_of_event_has_its_own_type_and_text()
    {
        PoolEvent[] all = [.. Samples()];
        Assert.Equal(typeof(PoolEvent).Assembly.GetTypes().Count(type => type.IsSubclassOf(typeof(PoolEvent)) && !type.IsAbstract), all.Length);
        Assert.Equal(all.Length, all.Select(one => one.Type).Distinct().Count());
        Assert.All(all, one =>
        {
            using JsonDocument parsed = JsonDocument.Parse(EventJson.Line(one));
            Assert.Equal(one.Type, parsed.RootElement.GetProperty("type").GetString());
            Assert.Matches("^[a-z]+(_[a-z]+)*$", one.Type);
            Assert.NotEmpty(one.Text);
        });
    }

    [Fact]
    public void Line_summary_has_what_programs_read()
    {
        PoolState state = SamplePool.Reduce(SamplePool.Reduce(SamplePool.AllHealthy(5)), [SamplePool.Forged("bp", 5)]);
        Reachability reached = new([new ReachabilityAttempt("edge-1", "10.77.0.10:3001", true, "connected", 1.25)], []);
        string line = EventJson.Line(SummaryMaker.Create(
            At, RunEnd.Duration, state, Verdict.OfChain(state), reached, TimeSpan.FromSeconds(90)));
        using JsonDocument parsed = JsonDocument.Parse(line);
        JsonElement summary = parsed.RootElement;
        Assert.Equal(1, summary.GetProperty("blocksForged").GetInt32());
        Assert.Equal(5, summary.GetProperty("tip").GetProperty("blockNo").GetInt32());
        Assert.Equal(20, summary.GetProperty("tip").GetProperty("slot").GetInt32());
        Assert.Equal(SamplePool.HashOf(5), summary.GetProperty("tip").GetProperty("hash").GetString());
        Assert.Equal(0, summary.GetProperty("doubleSignedSlots").GetInt32());
        Assert.Equal("edge-1", Assert.Single(summary.GetProperty("producerReachableFrom").EnumerateArray()).GetString());
        Assert.Equal(["bp", "relay-1", "relay-2", "observer"],
            summary.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("name").GetString()));
        JsonElement observer = summary.GetProperty("nodes")[3];
        Assert.Equal("observer", observer.GetProperty("role").GetString());
        Assert.Equal(5, observer.GetProperty("tipHeight").GetInt32());
        Assert.Equal("SERVING", observer.GetProperty("health").GetString());
        Assert.Equal(0, observer.GetProperty("restarts").GetInt32());
    }

    private static IEnumerable<PoolEvent> Samples()
    {
        IPEndPoint address = new(IPAddress.Loopback, 1);
        Reachability reached = new([], []);
        yield return new UpStarted(At, "Demo", "topology.yaml", ".pool", false, "unix:/x", 1);
        yield return new ServeStarted(At, "Demo", "unix:/x", 1);
        yield return new RolloutStepped(At, "r-1", 7, new MachineStaged(At, "edge-1"));
        yield return new RolloutWaits(At, "r-1", "edge-1 cannot be reached");
        yield return new EnrolmentBrought(At, "relay-1", "edge-1", "it has no certificate");
        yield return new ConnectionRefused(At, "192.0.2.1:4", "no certificate was shown", 2);
        yield return new StepStarted(At, "doing");
        yield return new DevnetCreated(At, "devnet", "now", 42);
        yield return new DevnetContinued(At, "devnet", "then", 42);
        yield return new LeftoversRemoved(At, ["pool-1"]);
        yield return new Stopping(At, "over");
        yield return new EventsLost(At, 3);
        yield return new NodeStarted(At, "bp", 1, "producer", address, address);
        yield return new NodeAttached(At, "bp", "0.1.0", 1);
        yield return new NodeDetached(At, "bp", "gone");
        yield return new HealthChanged(At, "bp", "", true, "well");
        yield return new NodeExited(At, "bp", 1, 0, TimeSpan.Zero, true, []);
        yield return new NodeRestarting(At, "bp", 1, TimeSpan.Zero);
        yield return new NodeFailed(At, "bp", "never");
        yield return new PeersPushed(At, "bp", "pushed", "a, b");
        yield return new BlockForged(At, "bp", 1, "ab", 1, "pool1", 10);
        yield return new BlockAdopted(At, "bp", 1, "ab", 1, "pool1", 10, 2);
        yield return new DoubleSigned(At, "bp", 1, "pool1", "ab", "cd");
        yield return new FirewallApplied(At, "vault", "pool-vault", 3);
        yield return new NothingFirewalled(At);
        yield return new ReachabilityMeasured(At, reached);
        yield return new RulesRead(At, [], 1);
        yield return new ModelJudged(At, 0, 1);
        yield return new FirewallsProbed(At, 1, 65_535, 1);
        yield return new FirewallsJudged(At, false, "proof: NOT what the topology wants: a door", ["a door"]);
        yield return new ProofConcluded(At, true, ["as the file says"], "bundle", "ab");
        yield return new Summary(At, "duration", 0, ImmutableArray<string>.Empty, 0, [], [], null, null, null, TimeSpan.Zero);
    }
}
