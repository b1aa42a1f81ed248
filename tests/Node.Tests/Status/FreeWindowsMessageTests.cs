using System.Collections.Immutable;
using PoolTopology.Node.Forging;
using PoolTopology.Node.Health;
using PoolTopology.Node.Status;
using Xunit;
using V1 = PoolTopology.Rpc.Node.V1;

namespace PoolTopology.Node.Tests.Status;

public sealed class FreeWindowsMessageTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeMilliseconds(1000);
    private static readonly ImmutableArray<ServiceVerdict> Synced = [new(HealthDecision.Synced, true, "at the tip")];
    private static readonly ImmutableArray<ServiceVerdict> Behind = [new(HealthDecision.Synced, false, "catching up")];

    [Fact]
    public void Windows_are_told_as_times_rounded_inward()
    {
        FreeWindows.Known known = new([new FreeWindow(Start.AddTicks(1), Start.AddTicks(19_999))]);

        V1.FreeWindows message = FreeWindowsMessage.Of(known, Synced);

        Assert.Equal(V1.FreeWindows.Types.Knowledge.Known, message.Knowledge);
        Assert.Equal(new V1.FreeWindow { FromUnixMs = 1001, ToUnixMs = 1001 }, Assert.Single(message.Windows));
    }

    [Fact]
    public void Node_that_is_not_synced_knows_nothing_and_says_why()
    {
        V1.FreeWindows message = FreeWindowsMessage.Of(new FreeWindows.Known([new FreeWindow(Start, Start.AddHours(1))]), Behind);

        Assert.Equal(V1.FreeWindows.Types.Knowledge.Unknown, message.Knowledge);
        Assert.Equal("the node is not synced: catching up", message.Reason);
        Assert.Empty(message.Windows);
    }

    [Fact]
    public void Node_without_keys_never_forges_synced_or_not() => Assert.Equal(
        V1.FreeWindows.Types.Knowledge.NeverForges,
        FreeWindowsMessage.Of(new FreeWindows.NeverForges(), Behind).Knowledge);
}
