using PoolTopology.Orchestrator.Agent.State;
using PoolTopology.Orchestrator.Tests.Agent.Support;
using PoolTopology.Rpc.Agent.V1;
using Xunit;
using Code = PoolTopology.Rpc.Agent.V1.Refused.Types.Code;

namespace PoolTopology.Orchestrator.Tests.Agent.Session;

/// <summary>Confirming, expiring, going back, and what the second time costs.</summary>
public sealed class ConfirmTests
{
    [Fact]
    public async Task Confirm_over_the_multiplexed_connection_of_the_change_is_refused()
    {
        SimulatedMachine machine = await KnownMachines.AtFirstAsync();
        machine.Origin = "10.0.0.9 4000 10.0.0.1 22";
        await machine.RunAgentAsync(0, Change(machine));
        Assert.Equal(Code.SameConnection, (await machine.RunAgentAsync(0, Requests.Confirm(2)))[^1].Refused?.Code);
        machine.Origin = "10.0.0.9 4001 10.0.0.1 22";
        Assert.NotNull((await machine.RunAgentAsync(0, Requests.Confirm(2)))[^1].Confirmed);
        Assert.Empty(machine.System.Alarms);
    }

    [Fact]
    public async Task Confirm_after_the_deadline_takes_back_even_where_no_timer_rang()
    {
        SimulatedMachine machine = await KnownMachines.AtFirstAsync();
        await machine.RunAgentAsync(0, Change(machine));
        machine.System.Alarms.Clear();
        await machine.WaitAsync(30);
        Refused? late = (await machine.RunAgentAsync(0, Requests.Confirm(2)))[^1].Refused;
        Assert.Equal(Code.NotCurrent, late?.Code);
        Assert.Contains("not confirmed in time", late?.Sentence);
        KnownMachines.RequireWhole(machine, KnownMachines.First);
    }

    [Fact]
    public async Task Confirm_and_activate_again_change_nothing()
    {
        SimulatedMachine machine = await KnownMachines.AtFirstAsync();
        int changes = machine.Disk.Changes;
        IReadOnlyList<Reply> replies = await machine.RunAgentAsync(
            0, Requests.Activate(KnownMachines.First, 0, 1), Requests.Confirm(1), Requests.Inspect(SampleRelease.Unit));
        Assert.True(replies[0].Activated?.WasInForce, replies[0].ToString());
        Assert.NotNull(replies[1].Confirmed);
        Assert.All(machine.Doom.Names, act => Assert.StartsWith("sync", act, StringComparison.Ordinal));
        Assert.Equal(machine.Disk.Changes - changes, machine.Doom.Names.Count);
    }

    [Fact]
    public async Task Activate_again_repairs_what_was_changed_by_hand_and_only_that()
    {
        SimulatedMachine machine = await KnownMachines.AtFirstAsync();
        machine.Disk.Delete(SampleRelease.ConfigPath);
        machine.Disk.Put(SampleRelease.UnitPath, "[Service]\n# by hand\n");
        int starts = machine.System.Starts[SampleRelease.Unit];
        Reply repaired = (await machine.RunAgentAsync(0, Requests.Activate(KnownMachines.First, 0, 1)))[^1];
        Assert.Equal(1u, repaired.Activated?.StepsPerformed);
        KnownMachines.RequireWhole(machine, KnownMachines.First);
        Assert.Equal(starts, machine.System.Starts[SampleRelease.Unit]);
    }

    [Fact]
    public async Task Revert_before_the_first_generation_leaves_nothing_behind()
    {
        SimulatedMachine machine = new();
        await machine.RunAgentAsync(0, [.. KnownMachines.First.Stage(machine, Requests.Fence()), Requests.Activate(KnownMachines.First, 0, 1)]);
        Assert.NotNull(machine.System.Table);
        await machine.WaitAsync(31);
        KnownMachines.RequireWhole(machine, release: null);
        Assert.Equal("", machine.Disk.Describe(path =>
            path.StartsWith("/etc", StringComparison.Ordinal) && !path.Contains("/pooltopology-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Revert_goes_back_over_generations_that_were_reachable_to_the_last_stable_one()
    {
        SimulatedMachine machine = await KnownMachines.AtFirstAsync();
        for (ulong generation = 2; generation <= 3; generation++)
        {
            SampleRelease release = SampleRelease.Make((int)generation, "10.0.0.1", $"10.0.0.{generation + 5}");
            await machine.RunAgentAsync(0, [.. release.Stage(machine, Requests.Fence()), Requests.Activate(release, generation - 1, generation)]);
            await machine.RunAgentAsync(0, Requests.Confirm(generation, Confirm.Types.Level.Reachable));
        }

        await machine.RunAgentAsync(0, Requests.Prune(keep: 0));
        Assert.Equal(3, machine.Disk.List("/opt/pooltopology/releases").Count);
        Reply back = (await machine.RunAgentAsync(0, Requests.Revert(3)))[^1];
        Assert.Equal(1ul, back.Reverted?.Generation);
        KnownMachines.RequireWhole(machine, KnownMachines.First);
        Assert.Equal(3, machine.State.Highest);
        await machine.RestartAsync(coin: null, diesBefore: 0);
        KnownMachines.RequireWhole(machine, KnownMachines.First);
    }

    [Fact]
    public async Task Restart_that_an_interrupted_generation_owes_is_made_by_the_next_one()
    {
        SimulatedMachine machine = await KnownMachines.AtFirstAsync();
        SampleRelease second = SampleRelease.Make(2);
        Request withoutFirewall = Requests.Activate(second, 1, 2, confirmSeconds: 0, withFirewall: false);
        machine.System.Broken.Add(SampleRelease.Unit);
        await machine.RunAgentAsync(0, [.. second.Stage(machine, Requests.Fence()), withoutFirewall]);
        machine.System.Broken.Clear();
        SampleRelease third = SampleRelease.Make(3);
        Request filesOnly = Requests.Activate(third, 2, 3, confirmSeconds: 0, withFirewall: false);
        while (filesOnly.Activate.Steps.Count > 2)
            filesOnly.Activate.Steps.RemoveAt(2);
        Reply done = (await machine.RunAgentAsync(0, [.. third.Stage(machine, Requests.Fence()), filesOnly]))[^1];
        Assert.NotNull(done.Activated);
        Assert.Equal(machine.System.ConfigurationOf(SampleRelease.Unit), machine.System.Running[SampleRelease.Unit]);
        Assert.Equal(ConfirmationLevel.Reachable, machine.State.Current?.Level);
    }

    private static IEnumerable<Request> Change(SimulatedMachine machine) =>
        [.. KnownMachines.Second.Stage(machine, Requests.Fence()), Requests.Activate(KnownMachines.Second, 1, 2)];
}
