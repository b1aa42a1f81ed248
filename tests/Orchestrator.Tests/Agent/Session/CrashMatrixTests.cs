using PoolTopology.Orchestrator.Agent.State;
using PoolTopology.Orchestrator.Tests.Agent.Support;
using PoolTopology.Rpc.Agent.V1;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Agent.Session;

/// <summary>An agent dies before each of its acts in turn; whoever comes after it brings the machine to one release.</summary>
public sealed class CrashMatrixTests
{
    private const int Enough = 400;

    [Fact]
    public async Task Killed_anywhere_in_a_change_the_same_requests_again_complete_it() =>
        await EnumerateAsync(atLeast: 60, KnownMachines.AtFirstAsync, async (machine, diesBefore) =>
        {
            int startsBefore = machine.System.Starts[SampleRelease.Unit];
            await ChangeAsync(machine, diesBefore);
            await ApplyAgainAsync(machine);
            KnownMachines.RequireWhole(machine, KnownMachines.Second);
            // Twice only where the agent died between a restart and writing down that it was done.
            Assert.InRange(machine.System.Starts[SampleRelease.Unit] - startsBefore, 1, 2);
            Assert.Contains("10.0.0.2", machine.System.Evicted);
        });

    [Fact]
    public async Task Killed_anywhere_in_the_first_change_of_a_machine_the_same_requests_again_complete_it() =>
        await EnumerateAsync(atLeast: 60, () => Task.FromResult(new SimulatedMachine()), async (machine, diesBefore) =>
        {
            await ChangeAsync(machine, diesBefore);
            await ApplyAgainAsync(machine);
            KnownMachines.RequireWhole(machine, KnownMachines.Second);
        });

    [Fact]
    public async Task Killed_anywhere_and_left_alone_the_machine_is_reachable_by_its_old_peers() =>
        await EnumerateAsync(atLeast: 40, KnownMachines.AtFirstAsync, async (machine, diesBefore) =>
        {
            await machine.LivesAsync(diesBefore, ActivateSecond(machine, 1, 2));
            await machine.WaitAsync(31);
            Assert.Contains("10.0.0.2", machine.System.Table);
            await ApplyAgainAsync(machine);
            KnownMachines.RequireWhole(machine, KnownMachines.Second);
        });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Power_cut_anywhere_the_machine_comes_up_with_confirmed_rules_and_apply_completes(int seed) =>
        await EnumerateAsync(atLeast: 60, KnownMachines.AtFirstAsync, async (machine, diesBefore) =>
        {
            await ChangeAsync(machine, diesBefore);
            await machine.RestartAsync(new Random(seed), diesBefore: 0);
            Assert.Contains(machine.State.LastOf(ConfirmationLevel.Reachable) == 2 ? "10.0.0.3" : "10.0.0.2", machine.System.Table);
            await ApplyAgainAsync(machine);
            KnownMachines.RequireWhole(machine, KnownMachines.Second);
        });

    [Fact]
    public async Task Killed_anywhere_in_a_revert_the_same_request_again_completes_it() =>
        await EnumerateAsync(atLeast: 20, AtSecondAsync, async (machine, diesBefore) =>
        {
            await machine.LivesAsync(diesBefore, Requests.Revert(2, 1));
            IReadOnlyList<Reply> again = await machine.RunAgentAsync(0, Requests.Revert(2, 1));
            Assert.True(again[^1].Reverted is { Generation: 1 }, again[^1].ToString());
            KnownMachines.RequireWhole(machine, KnownMachines.First);
        });

    [Fact]
    public async Task Power_cut_anywhere_in_a_revert_the_start_completes_it() =>
        await EnumerateAsync(atLeast: 20, AtSecondAsync, async (machine, diesBefore) =>
        {
            await machine.LivesAsync(diesBefore, Requests.Revert(2, 1));
            await machine.RestartAsync(new Random(diesBefore), diesBefore: 0);
            // The revert is whole, or was never begun: that may have been lost with the power.
            KnownMachines.RequireWhole(machine, machine.State.Generation == 1 ? KnownMachines.First : KnownMachines.Second);
        });

    [Fact]
    public async Task Killed_anywhere_while_the_machine_starts_the_next_start_takes_the_unconfirmed_back() =>
        await EnumerateAsync(atLeast: 15, KnownMachines.AtFirstAsync, async (machine, diesBefore) =>
        {
            await machine.RunAgentAsync(0, ActivateSecond(machine, 1, 2));
            await machine.RestartAsync(coin: null, diesBefore);
            Assert.Contains("10.0.0.2", machine.System.Table);
            await machine.RestartAsync(coin: null, diesBefore: 0);
            Assert.Equal(1, machine.State.Generation);
            KnownMachines.RequireWhole(machine, KnownMachines.First);
        });

    [Fact]
    public async Task Killed_anywhere_in_a_prune_the_next_one_leaves_what_is_needed_and_nothing_else() =>
        await EnumerateAsync(atLeast: 4, AtSecondAsync, async (machine, diesBefore) =>
        {
            await machine.LivesAsync(diesBefore, Requests.Prune(keep: 0));
            await machine.RunAgentAsync(0, Requests.Prune(keep: 0));
            Assert.Equal([KnownMachines.Second.Hash], machine.Disk.List("/opt/pooltopology/releases"));
            Assert.Equal(6, machine.Disk.List("/opt/pooltopology/objects").Count);
            KnownMachines.RequireWhole(machine, KnownMachines.Second);
        });

    [Fact]
    public async Task Killed_twice_anywhere_a_third_agent_completes_the_change()
    {
        for (int second = 1; second < Enough; second += 5)
        {
            int deaths = 0;
            int diesAgainBefore = second;
            await EnumerateAsync(atLeast: 40, KnownMachines.AtFirstAsync, async (machine, diesBefore) =>
            {
                await ChangeAsync(machine, diesBefore);
                int once = machine.Deaths;
                await machine.LivesAsync(diesAgainBefore, Again(machine));
                deaths += machine.Deaths - once;
                await ApplyAgainAsync(machine);
                KnownMachines.RequireWhole(machine, KnownMachines.Second);
                return once;
            });
            if (deaths == 0)
                return;
        }
    }

    private static async Task<SimulatedMachine> AtSecondAsync()
    {
        SimulatedMachine machine = await KnownMachines.AtFirstAsync();
        await KnownMachines.ApplyAsync(machine, KnownMachines.Second, expected: 1, generation: 2);
        return machine;
    }

    private static IEnumerable<Request> ActivateSecond(SimulatedMachine machine, ulong expected, ulong generation) =>
        [.. KnownMachines.Second.Stage(machine, Requests.Fence()), Requests.Activate(KnownMachines.Second, expected, generation)];

    /// <summary>To the second release, with one death somewhere in both sessions.</summary>
    private static async Task ChangeAsync(SimulatedMachine machine, int diesBefore)
    {
        ulong from = (ulong)machine.State.Generation;
        if (!await machine.LivesAsync(diesBefore, ActivateSecond(machine, from, from + 1)))
            return;
        int left = diesBefore - machine.Doom.Acts;
        await machine.LivesAsync(Math.Max(left, 1), Requests.Confirm(from + 1));
    }

    /// <summary>What the operator's side asks after it has looked at the machine.</summary>
    private static IEnumerable<Request> Again(SimulatedMachine machine)
    {
        AgentState state = machine.State;
        bool isSecond = state.Current?.Release == KnownMachines.Second.Hash && state.Underway is not { Kind: UndertakingKind.Revert };
        ulong generation = (ulong)(isSecond ? state.Generation : state.Highest + 1);
        ulong expected = (ulong)(state.Underway is { Kind: UndertakingKind.Revert } back ? back.Generation : state.Generation);
        return ActivateSecond(machine, expected, generation);
    }

    private static async Task ApplyAgainAsync(SimulatedMachine machine)
    {
        IReadOnlyList<Reply> activated = await machine.RunAgentAsync(0, Again(machine));
        // Overdue generations are taken back before anything else is done; the operator's side then plans again.
        if (activated[^1].Refused is { Code: Refused.Types.Code.GenerationConflict })
            activated = await machine.RunAgentAsync(0, Again(machine));
        Assert.True(activated[^1].Activated is not null, activated[^1].ToString());
        IReadOnlyList<Reply> confirmed = await machine.RunAgentAsync(0, Requests.Confirm(activated[^1].Activated.Generation));
        Assert.True(confirmed[^1].Confirmed is not null, confirmed[^1].ToString());
    }

    private static Task EnumerateAsync(
        int atLeast, Func<Task<SimulatedMachine>> start, Func<SimulatedMachine, int, Task> property) =>
        EnumerateAsync(atLeast, start, async (machine, diesBefore) =>
        {
            await property(machine, diesBefore);
            return machine.Deaths;
        });

    /// <summary>The property for a death before act 1, 2, … until nobody dies any more.</summary>
    private static async Task EnumerateAsync(
        int atLeast, Func<Task<SimulatedMachine>> start, Func<SimulatedMachine, int, Task<int>> property)
    {
        for (int diesBefore = 1; diesBefore < Enough; diesBefore++)
        {
            SimulatedMachine machine = await start();
            try
            {
                if (await property(machine, diesBefore) > 0)
                    continue;
            }
            catch (Exception failed)
            {
                Assert.Fail($"death before act {diesBefore}: {failed}");
            }

            Assert.InRange(diesBefore - 1, atLeast, Enough);
            return;
        }

        Assert.Fail($"more than {Enough} acts");
    }
}
