using PoolTopology.Orchestrator.Tests.Agent.Support;
using PoolTopology.Rpc.Agent.V1;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Agent.Session;

/// <summary>
/// One peer goes and another one comes, in one change: 10.0.0.2 is let go by the node before its door is shut, 10.0.0.3's
/// is open before the node hears of it; and so it stays wherever an agent dies.
/// </summary>
public sealed class PeerChangeTests
{
    private const string Told = $"reload {SampleRelease.Unit}";
    private const int Enough = 400;

    [Fact]
    public async Task Door_opens_the_node_is_told_and_only_then_the_other_door_shuts()
    {
        SimulatedMachine machine = await KnownMachines.AtFirstAsync();
        machine.System.Loaded.Clear();
        await machine.RunAgentAsync(0, Change(machine, 1, 2));
        Assert.Equal(3, machine.System.Loaded.Count);
        Assert.Contains("10.0.0.2", machine.System.Loaded[0], StringComparison.Ordinal);
        Assert.Contains("10.0.0.3", machine.System.Loaded[0], StringComparison.Ordinal);
        Assert.Equal(Told, machine.System.Loaded[1]);
        Assert.DoesNotContain("10.0.0.2", machine.System.Loaded[2], StringComparison.Ordinal);
        Assert.Equal(["10.0.0.2"], machine.System.Evicted);
        await machine.RunAgentAsync(0, Requests.Confirm(2));
        KnownMachines.RequireWhole(machine, KnownMachines.Second);
        // The same request again does nothing.
        Assert.True((await machine.RunAgentAsync(0, Change(machine, 1, 2)))[^1].Activated.WasInForce);
        Assert.Equal(3, machine.System.Loaded.Count);
    }

    [Fact]
    public async Task Peer_that_only_comes_needs_one_rule_set()
    {
        SimulatedMachine machine = await KnownMachines.AtFirstAsync();
        SampleRelease more = SampleRelease.Make(3, "10.0.0.1", "10.0.0.2", "10.0.0.4");
        machine.System.Loaded.Clear();
        await machine.RunAgentAsync(0, [.. more.Stage(machine, Requests.Fence()), Requests.Activate(more, 1, 2, reloads: true)]);
        Assert.Equal(2, machine.System.Loaded.Count);
        Assert.Contains("10.0.0.4", machine.System.Loaded[0], StringComparison.Ordinal);
        Assert.Empty(machine.System.Evicted);
    }

    [Fact]
    public async Task Killed_anywhere_the_same_request_again_completes_it_in_the_same_order() => await EnumerateAsync(async (machine, diesBefore) =>
    {
        bool lives = await machine.LivesAsync(diesBefore, Change(machine, 1, 2));
        RequireOrder(machine);
        // Begun or not: the operator's side asks for the same once more.
        IReadOnlyList<Reply> again = await machine.RunAgentAsync(0, Change(machine, 1, 2));
        Assert.True(again[^1].Activated is not null, again[^1].ToString());
        RequireOrder(machine);
        await machine.RunAgentAsync(0, Requests.Confirm(2));
        KnownMachines.RequireWhole(machine, KnownMachines.Second);
        Assert.Contains("10.0.0.2", machine.System.Evicted);
        return lives;
    });

    [Fact]
    public async Task Killed_anywhere_and_left_alone_the_old_peer_is_let_in_and_dialled_again() => await EnumerateAsync(async (machine, diesBefore) =>
    {
        bool lives = await machine.LivesAsync(diesBefore, Change(machine, 1, 2));
        bool isArmed = machine.State.Pending is not null;
        await machine.WaitAsync(31);
        Assert.Contains("10.0.0.2", machine.System.Table);
        if (isArmed)
            KnownMachines.RequireWhole(machine, KnownMachines.First);
        return lives;
    });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Power_cut_anywhere_the_machine_comes_up_with_the_confirmed_rules(int seed) => await EnumerateAsync(async (machine, diesBefore) =>
    {
        bool lives = await machine.LivesAsync(diesBefore, Change(machine, 1, 2));
        await machine.RestartAsync(new Random(seed), diesBefore: 0);
        Assert.Contains("10.0.0.2", machine.System.Table);
        Assert.DoesNotContain("10.0.0.3", machine.System.Table);
        return lives;
    });

    [Fact]
    public async Task Killed_anywhere_the_way_back_is_whole() => await EnumerateAsync(async (machine, diesBefore) =>
    {
        bool lives = await machine.LivesAsync(diesBefore, Change(machine, 1, 2));
        if (machine.State.Generation == 2)
        {
            Reply back = (await machine.RunAgentAsync(0, Requests.Revert(2, 1)))[^1];
            Assert.True(back.Reverted is { Generation: 1 }, back.ToString());
        }

        KnownMachines.RequireWhole(machine, KnownMachines.First);
        return lives;
    });

    /// <summary>Never is the old peer shut out before the node was told, and never is the node told before the new one is let in.</summary>
    private static void RequireOrder(SimulatedMachine machine)
    {
        bool isTold = false;
        string table = "10.0.0.2";
        foreach (string happened in machine.System.Loaded)
        {
            isTold |= happened == Told;
            if (happened == Told)
                Assert.Contains("10.0.0.3", table, StringComparison.Ordinal);
            else
                table = happened;
            if (!isTold)
                Assert.Contains("10.0.0.2", table, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<Request> Change(SimulatedMachine machine, ulong expected, ulong generation) =>
        [.. KnownMachines.Second.Stage(machine, Requests.Fence()), Requests.Activate(KnownMachines.Second, expected, generation, reloads: true)];

    /// <summary>The property for a death before act 1, 2, … until nobody dies any more.</summary>
    private static async Task EnumerateAsync(Func<SimulatedMachine, int, Task<bool>> property)
    {
        for (int diesBefore = 1; diesBefore < Enough; diesBefore++)
        {
            SimulatedMachine machine = await KnownMachines.AtFirstAsync();
            machine.System.Loaded.Clear();
            machine.System.Evicted.Clear();
            try
            {
                if (!await property(machine, diesBefore))
                    continue;
            }
            catch (Exception failed)
            {
                Assert.Fail($"death before act {diesBefore}: {failed}");
            }

            Assert.InRange(diesBefore, 60, Enough);
            return;
        }

        Assert.Fail($"more than {Enough} acts");
    }
}
