using PoolTopology.Orchestrator.Agent.State;
using PoolTopology.Orchestrator.Tests.Agent.Support;
using PoolTopology.Rpc.Agent.V1;
using PoolTopology.TestKit;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Agent.Session;

/// <summary>
/// Machines that live through random changes, deaths, power cuts, restarts and waiting, by operators with random tokens.
/// What was promised holds after every event, and at the end one more change makes the machine whole.
/// </summary>
public sealed class RandomLifeTests
{
    private const int Lives = 150;
    private const int Events = 25;

    private static readonly SampleRelease[] Releases =
        [.. Enumerable.Range(1, 4).Select(number => SampleRelease.Make(number, "10.0.0.1", $"10.0.0.{number + 1}"))];

    [Fact]
    public void After_every_event_tokens_and_generations_only_rise_and_the_machine_can_be_reached() =>
        Seeds.ForAll(Lives, random => LiveAsync(random).GetAwaiter().GetResult());

    private static async Task LiveAsync(Random random)
    {
        SimulatedMachine machine = new();
        await KnownMachines.ApplyAsync(machine, Releases[0], 0, 1);
        // What an agent has answered for; one that dies may have written what the next power cut takes.
        AgentState answered = machine.State;
        for (int i = 0; i < Events; i++)
        {
            int deaths = machine.Deaths;
            await HappenAsync(machine, random);
            AgentState after = machine.State;
            Assert.True(after.TokenSeen >= answered.TokenSeen, "a token was forgotten");
            Assert.True(after.Highest >= answered.Highest, "a generation may be used again");
            if (machine.Deaths == deaths)
                answered = after;
            Assert.True(after.Generation <= after.Highest);
            // A peer that is in every release is let in whatever happens.
            Assert.Contains("10.0.0.1", machine.System.Table, StringComparison.Ordinal);
            RequireAlarm(machine);
        }

        await machine.WaitAsync(4000);
        int last = random.Next(Releases.Length);
        await FinishAsync(machine, Releases[last]);
        KnownMachines.RequireWhole(machine, Releases[last]);
    }

    /// <summary>
    /// Rules that nobody confirmed are never in force without a timer that takes them back. While the machine goes back
    /// they may be: those of a confirmation that came, and died before it was written down.
    /// </summary>
    private static void RequireAlarm(SimulatedMachine machine)
    {
        AgentState state = machine.State;
        long confirmed = state.LastOf(ConfirmationLevel.Reachable);
        string rules = machine.Disk.Text("/var/lib/pooltopology/agent/firewall/boot.nft") ?? "";
        if (state.Generation > confirmed && state.Underway is not { Kind: UndertakingKind.Revert }
            && !rules.Contains(machine.System.Table!, StringComparison.Ordinal))
            Assert.NotEmpty(machine.System.Alarms);
    }

    private static async Task HappenAsync(SimulatedMachine machine, Random random)
    {
        AgentState state = machine.State;
        int dies = random.Next(3) == 0 ? 0 : random.Next(1, 90);
        ulong token = (ulong)Math.Max(1, state.TokenSeen + random.Next(-1, 2));
        SampleRelease release = Releases[random.Next(Releases.Length)];
        switch (random.Next(9))
        {
            case 0:
                await machine.RestartAsync(coin: null, diesBefore: random.Next(3) == 0 ? random.Next(1, 30) : 0);
                break;
            case 1:
                await machine.LivesAsync(dies, [.. release.Stage(machine, Requests.Fence(token)), Requests.Inspect()]);
                await machine.RestartAsync(new Random(random.Next()), diesBefore: 0);
                break;
            case 2:
                await machine.WaitAsync(random.Next(1, 40));
                break;
            case 3:
                await machine.LivesAsync(dies, Requests.Revert((ulong)state.Generation, 0, token));
                break;
            case 4:
                await machine.LivesAsync(dies, Requests.Prune((uint)random.Next(3), token));
                break;
            case 5 or 6:
                await machine.LivesAsync(dies, Requests.Confirm(
                    (ulong)state.Generation, random.Next(2) == 0 ? Confirm.Types.Level.Reachable : Confirm.Types.Level.Stable, token));
                break;
            default:
                await machine.LivesAsync(dies,
                [
                    .. release.Stage(machine, Requests.Fence(token)),
                    Requests.Activate(release, (ulong)state.Generation, (ulong)(state.Highest + random.Next(0, 2)), token: token,
                        reloads: random.Next(2) == 0),
                ]);
                break;
        }
    }

    private static async Task FinishAsync(SimulatedMachine machine, SampleRelease release)
    {
        Reply? reply = null;
        // The first try may find something overdue, which is taken back before the plan is looked at.
        for (int tries = 0; tries < 2 && reply?.Activated is null; tries++)
        {
            ulong token = (ulong)Math.Max(1, machine.State.TokenSeen);
            if (machine.State.Pending is { } pending)
                await machine.RunAgentAsync(0, Requests.Revert((ulong)pending.Generation, 0, token));
            IReadOnlyList<Reply> replies = await machine.RunAgentAsync(0,
            [
                .. release.Stage(machine, Requests.Fence(token)),
                Requests.Activate(release, (ulong)machine.State.Generation, (ulong)machine.State.Highest + 1, token: token),
            ]);
            reply = replies[^1];
        }

        Assert.True(reply?.Activated is not null, reply?.ToString());
        IReadOnlyList<Reply> confirmed = await machine.RunAgentAsync(
            0, Requests.Confirm(reply!.Activated.Generation, token: (ulong)machine.State.TokenSeen));
        Assert.True(confirmed[^1].Confirmed is not null, confirmed[^1].ToString());
    }
}
