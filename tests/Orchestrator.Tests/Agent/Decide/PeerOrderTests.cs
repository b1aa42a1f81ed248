using System.Collections.Immutable;
using PoolTopology.Orchestrator.Agent.Decide;
using PoolTopology.Orchestrator.Agent.State;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Agent.Decide;

/// <summary>Add: open, then dial. Remove: let go, then shut, then end flows.</summary>
public sealed class PeerOrderTests
{
    private static readonly string Bridge = new('b', 64);
    private static readonly LoadRules After = new(new string('a', 64), "10.0.0.9");
    private static readonly ActOnUnit Reload = new("pool-relay@relay-1.service", UnitAction.Reload);
    private static readonly ActOnUnit Restart = new("pool-relay@relay-2.service", UnitAction.Restart);
    private static readonly ActOnUnit Enable = new("pool-relay@relay-2.service", UnitAction.Enable);
    private static readonly UseRelease Use = new(new string('c', 64));

    [Fact]
    public void Nobody_is_shut_out_the_order_stays() => Check([Use, After, Reload], "", [Use, After, Reload]);

    [Fact]
    public void Rules_that_are_loaded_after_the_nodes_stay_there() => Check([Use, Reload, After], Bridge, [Use, Reload, After]);

    [Fact]
    public void Nodes_that_hear_of_nothing_get_no_rules_in_between() => Check([Use, After, Enable], Bridge, [Use, After, Enable]);

    [Fact]
    public void Somebody_is_shut_out_whom_a_node_still_has_the_new_rules_come_last() =>
        Check([Use, After, Enable, Reload, Restart, Enable], Bridge, [Use, new LoadRules(Bridge, ""), Enable, Reload, Restart, After, Enable]);

    [Fact]
    public void No_rules_no_order() => Check([Use, Reload], Bridge, [Use, Reload]);

    private static void Check(ImmutableArray<AgentStep> steps, string bridge, ImmutableArray<AgentStep> expected) =>
        Assert.Equal(expected.AsEnumerable(), PeerOrder.Arrange(steps, bridge));
}
