using PoolTopology.Orchestrator.Plan;
using PoolTopology.Orchestrator.Rollout;
using PoolTopology.Orchestrator.Ssh;
using PoolTopology.Orchestrator.Tests.Plan;
using PoolTopology.Rpc.Agent.V1;
using PoolTopology.Rpc.Node.V1;
using Xunit;
using Knowledge = PoolTopology.Rpc.Node.V1.FreeWindows.Types.Knowledge;
using ObservedMachine = PoolTopology.Rpc.Agent.V1.Observed;

namespace PoolTopology.Orchestrator.Tests.Ssh;

public sealed class WindowReaderTests
{
    private static readonly DateTimeOffset Before = DateTimeOffset.FromUnixTimeMilliseconds(1_000_000);
    private static readonly DateTimeOffset After = DateTimeOffset.FromUnixTimeMilliseconds(1_000_300);
    private readonly MachineChange _change = new PlanSamples(program: "program 2").PlanFor(new PlanSamples().InForce()).ChangeOf("vault");

    [Fact]
    public void Windows_are_by_our_clock_and_shorter_by_what_nobody_knows_about_the_other_one()
    {
        // Its clock is ten seconds ahead, give or take what the question took.
        ObservedMachine seen = Seen(Forging(Knowledge.Known), clock: 1_010_200);

        SlotWindow window = Assert.Single(Read(seen).Windows);

        Assert.Equal((1_000_100, 1_009_800), (Ms(window.From), Ms(window.To)));
    }

    [Fact]
    public void Window_that_is_shorter_than_what_nobody_knows_is_none()
    {
        Forging forging = Forging(Knowledge.Known);
        forging.FreeWindows.Windows[0].ToUnixMs = forging.FreeWindows.Windows[0].FromUnixMs + 300;
        Assert.Empty(Read(Seen(forging)).Windows);
    }

    [Theory]
    [InlineData(Knowledge.Unknown, WindowKnowledge.Unknown)]
    [InlineData(Knowledge.NeverForges, WindowKnowledge.NotNeeded)]
    [InlineData((Knowledge)99, WindowKnowledge.Unknown)]
    internal void What_the_producer_says_counts(Knowledge said, WindowKnowledge expected) =>
        Assert.Equal(expected, Read(Seen(Forging(said))).Knowledge);

    [Fact]
    public void Producer_that_does_not_answer_or_has_not_read_its_keys_is_unknown_and_an_older_program_never_tells()
    {
        ObservedMachine mute = Seen(null);
        mute.Nodes[0].Error = "connection refused";
        Assert.Equal(WindowKnowledge.Unknown, Read(mute).Knowledge);
        Assert.Equal(WindowKnowledge.Unknown, Read(Seen(null)).Knowledge);
        Assert.Equal(WindowKnowledge.NeverTold, Read(Seen(new Forging())).Knowledge);
    }

    [Fact]
    public void Program_that_does_not_run_or_holds_no_keys_needs_no_window()
    {
        ObservedMachine stopped = Seen(null);
        stopped.Units[0].ActiveState = "failed";
        Assert.Equal(WindowKnowledge.NotNeeded, Read(stopped).Knowledge);
        ObservedMachine relay = Seen(null);
        relay.Nodes[0].Status.Role = "relay";
        Assert.Equal(WindowKnowledge.NotNeeded, Read(relay).Knowledge);
    }

    [Fact]
    public void Cardano_node_cannot_be_asked()
    {
        MachineChange reference = _change with { Nodes = [.. _change.Nodes.Select(node => node with { RpcAddress = "" })] };
        Assert.Equal(WindowKnowledge.NeverTold, WindowReader.Read(reference, Seen(null), Before, After).Knowledge);
    }

    private SlotWindows Read(ObservedMachine seen) => WindowReader.Read(_change, seen, Before, After);

    private ObservedMachine Seen(Forging? forging, long clock = 1_000_200)
    {
        ObservedMachine seen = new() { ClockUnixMs = clock };
        seen.Units.Add(new ObservedUnit { Name = _change.Nodes.Single(node => node.IsForger).Unit, ActiveState = "active" });
        seen.Nodes.Add(new ObservedNode
        {
            Name = _change.Nodes.Single(node => node.IsForger).Node, Status = new Status { Role = "producer", Forging = forging },
        });
        return seen;
    }

    private static Forging Forging(Knowledge knowledge) => new()
    {
        FreeWindows = new FreeWindows
        {
            Knowledge = knowledge, Windows = { new FreeWindow { FromUnixMs = 1_010_000, ToUnixMs = 1_020_000 } },
        },
    };

    private static long Ms(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds();
}
