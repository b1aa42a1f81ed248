using System.Diagnostics;
using PoolTopology.Orchestrator.Tests.Agent.Support;
using PoolTopology.Orchestrator.Tests.Support;
using PoolTopology.Rpc.Agent.V1;
using Xunit;
using MachineReport = PoolTopology.Rpc.Agent.V1.Observed;

namespace PoolTopology.Orchestrator.Tests.Agent.Session;

/// <summary><c>pool agent</c> as a process, on real files and the kernel's real firewall; killed with SIGKILL.</summary>
public sealed class RealAgentTests : IDisposable
{
    private readonly RealMachine _machine = new();
    private readonly SampleRelease _first = SampleRelease.Make(1, "10.0.0.1", "10.0.0.2");
    private readonly SampleRelease _second = SampleRelease.Make(2, "10.0.0.1", "10.0.0.3");

    public void Dispose() => _machine.Dispose();

    [RootFact]
    public async Task Activate_and_confirm_bring_files_units_and_rules_and_the_second_time_touch_nothing()
    {
        await ApplyAsync(_first, 0, 1);
        Assert.Equal("{\"release\":1}", ConfigInForce());
        Assert.Equal(
            "/opt/pooltopology/current/root" + SampleRelease.ConfigPath,
            new FileInfo(_machine.At(SampleRelease.ConfigPath)).LinkTarget);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
            File.GetUnixFileMode(_machine.At(SampleRelease.UnitPath)));
        Assert.Contains("10.0.0.2", _machine.Table());
        Assert.Contains($"restart -- {SampleRelease.Unit}", _machine.Asked);

        IReadOnlyDictionary<string, DateTime> before = _machine.Changes();
        int asked = _machine.Asked.Count;
        await using RealAgent agent = await RealAgent.StartAsync(_machine);
        Reply again = await agent.AskAsync(Requests.Activate(_first, 0, 1));
        Assert.True(again.Activated?.WasInForce, again.ToString());
        MachineReport observed = (await agent.AskAsync(Requests.Inspect(SampleRelease.Unit))).Observed;
        Assert.Equal(before, _machine.Changes());
        Assert.Equal(asked, _machine.Asked.Count);
        Assert.Equal((1ul, 1ul, _first.Hash), (observed.Generation, observed.StableGeneration, observed.Release));
        Assert.All(observed.Files, file => Assert.True(file.AsReleased, file.ToString()));
        Assert.Equal(("active", "enabled"), (observed.Units[0].ActiveState, observed.Units[0].EnabledState));
        Assert.Contains("10.0.0.2", observed.RulesetJson.ToStringUtf8());
    }

    [RootFact]
    public async Task Activate_killed_after_each_message_of_progress_and_asked_again_completes()
    {
        await ApplyAsync(_first, 0, 1);
        ulong generation = 1;
        for (int messages = 1; ; messages++)
        {
            SampleRelease release = SampleRelease.Make((int)generation + 2, "10.0.0.1", $"10.0.1.{generation}");
            Request activate = Requests.Activate(release, generation, generation + 1);
            bool wasKilled;
            await using (RealAgent dying = await RealAgent.StartAsync(_machine))
            {
                await dying.AskAsync(StageOf(release));
                wasKilled = await dying.KillAfterAsync(messages, activate);
            }

            if (!wasKilled)
            {
                Assert.InRange(messages, 12, 40);
                return;
            }

            await using (RealAgent next = await RealAgent.StartAsync(_machine))
            {
                Reply done = await next.AskAsync(activate);
                Assert.True(done.Activated is not null, $"killed after {messages}: {done}");
            }

            await ConfirmAsync(++generation);
            Assert.Contains($"\"release\":{generation + 1}", ConfigInForce());
            Assert.Contains($"10.0.1.{generation - 1}", _machine.Table());
        }
    }

    [RootFact]
    public async Task Firewall_not_confirmed_goes_back_by_itself_though_the_agent_was_killed()
    {
        await ApplyAsync(_first, 0, 1);
        Stopwatch clock;
        await using (RealAgent agent = await RealAgent.StartAsync(_machine))
        {
            await agent.AskAsync(StageOf(_second));
            clock = Stopwatch.StartNew();
            Assert.NotNull((await agent.AskAsync(Requests.Activate(_second, 1, 2, confirmSeconds: 5))).Activated);
            Assert.Contains("10.0.0.3", _machine.Table());
            await agent.KillAfterAsync(0, Requests.Inspect());
        }

        while (!_machine.Table().Contains("10.0.0.2", StringComparison.Ordinal))
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), "the old peers are locked out");
            await Task.Delay(50);
        }

        Reply late = await WithAgentAsync(Requests.Confirm(2));
        Assert.Equal(Refused.Types.Code.NotCurrent, late.Refused?.Code);
        Assert.Contains("not confirmed in time", late.Refused?.Sentence);
        MachineReport observed = (await WithAgentAsync(Requests.Inspect())).Observed;
        Assert.Equal((1ul, 2ul, _first.Hash), (observed.Generation, observed.HighestGeneration, observed.Release));
    }

    [RootFact]
    public async Task Confirm_in_the_session_that_made_the_change_is_refused()
    {
        await using RealAgent agent = await RealAgent.StartAsync(_machine);
        await agent.AskAsync(StageOf(_first));
        await agent.AskAsync(Requests.Activate(_first, 0, 1));
        Reply same = await agent.AskAsync(Requests.Confirm(1));
        Assert.Equal(Refused.Types.Code.SameConnection, same.Refused?.Code);
        Reply other = await WithAgentAsync(Requests.Confirm(1));
        Assert.NotNull(other.Confirmed);
    }

    [RootFact]
    public async Task Activate_of_rules_that_nft_does_not_accept_changes_nothing()
    {
        await ApplyAsync(_first, 0, 1);
        SampleRelease broken = SampleRelease.Make(2, "10.0.0.1", "nonsense !");
        await using RealAgent agent = await RealAgent.StartAsync(_machine);
        await agent.AskAsync(StageOf(broken));
        Reply refused = await agent.AskAsync(Requests.Activate(broken, 1, 2));
        Assert.Equal(Refused.Types.Code.BadFirewall, refused.Refused?.Code);
        MachineReport observed = (await agent.AskAsync(Requests.Inspect())).Observed;
        Assert.Equal((1ul, 1ul, _first.Hash), (observed.Generation, observed.HighestGeneration, observed.Release));
    }

    // The machine's links are absolute, and the machine is not at "/" here.
    private string ConfigInForce() => File.ReadAllText(_machine.At(
        new FileInfo(_machine.At("/opt/pooltopology/current")).LinkTarget + "/root" + SampleRelease.ConfigPath));

    private async Task ApplyAsync(SampleRelease release, ulong expected, ulong generation)
    {
        await using (RealAgent agent = await RealAgent.StartAsync(_machine))
        {
            Reply staged = await agent.AskAsync(StageOf(release));
            Assert.True(staged.Staged is not null, staged.ToString());
            Reply activated = await agent.AskAsync(Requests.Activate(release, expected, generation));
            Assert.True(activated.Activated is not null, activated.ToString());
        }

        await ConfirmAsync(generation);
    }

    private async Task ConfirmAsync(ulong generation)
    {
        Reply confirmed = await WithAgentAsync(Requests.Confirm(generation));
        Assert.True(confirmed.Confirmed is not null, confirmed.ToString());
    }

    private async Task<Reply> WithAgentAsync(Request request)
    {
        await using RealAgent agent = await RealAgent.StartAsync(_machine);
        return await agent.AskAsync(request);
    }

    /// <summary>What is missing is known from the objects on disk, as in the agent.</summary>
    private IEnumerable<Request> StageOf(SampleRelease release)
    {
        string objects = _machine.At("/opt/pooltopology/objects");
        HashSet<string> there = Directory.Exists(objects)
            ? [.. Directory.EnumerateFiles(objects).Select(path => Path.GetFileName(path).Split('.')[0])]
            : [];
        return release.Stage(Requests.Fence(), there);
    }
}
