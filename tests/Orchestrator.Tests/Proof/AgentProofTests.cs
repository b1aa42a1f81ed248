using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Probe;
using PoolTopology.Orchestrator.Proof;
using PoolTopology.Orchestrator.Ssh;
using PoolTopology.Orchestrator.Tests.Support;
using PoolTopology.Rpc.Agent.V1;
using Xunit;
using Xunit.Abstractions;

namespace PoolTopology.Orchestrator.Tests.Proof;

/// <summary>Proofs through the machines' agents, in network namespaces without SSH.</summary>
public sealed class AgentProofTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [RootFact]
    public async Task RunAsync_through_agents_is_proved_and_leaves_nothing()
    {
        await using AgentLab agents = await AgentLab.StartAsync();

        ProofBundle bundle = await agents.Lab.Run(agents.Ground).RunAsync(isExhaustive: false, CancellationToken.None);

        output.WriteLine($"read {bundle.Times.ReadMs} ms, judged {bundle.Times.ModelMs} ms, measured {bundle.Times.LiveMs} ms, {bundle.Live.Sweeps.Count} sweeps");
        Assert.True(bundle.Verdict.IsProved, string.Join('\n', bundle.Verdict.Sentences));
        Assert.Empty(bundle.Live.NoWays);
        Assert.Equal(80, bundle.Live.Sweeps.Count);
        Assert.Equal(ProofLive.RealMachines, bundle.Live.Ground);
        Assert.Equal(ProofPlace.Stranger, bundle.Live.Places[^1].Kind);
        Assert.All(
            bundle.Live.Sweeps.Where(sweep => sweep is { Way: SweepEvidence.Incoming, To: "vault" }), sweep => Assert.Equal(65_535, sweep.Arrived));
        Assert.Null(BundleVerifier.Check(BundleFile.Write(bundle), ReportPage.Render(bundle), bundle.Digest).Fault);
        foreach (string machine in agents.Lab.Machines.Select(machine => machine.Name))
        {
            Assert.Equal("table inet pool", (await agents.TablesOnAsync(machine)).Trim());
            string[] left = [.. Directory.EnumerateFiles(agents.RootOf(machine), "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];
            Assert.Equal(["process", "turn", "witness-turn"], left);
        }
    }

    [RootFact]
    public async Task RunAsync_through_agents_door_that_was_opened_by_hand_is_found()
    {
        await using AgentLab agents = await AgentLab.StartAsync();
        await agents.Lab.NftAsync("edge-1", "insert rule inet pool input ip saddr 10.77.255.250 tcp dport 4444 accept");
        await agents.Lab.NftAsync("vault", "insert rule inet pool input udp dport 5353 accept");

        ProofBundle bundle = await agents.Lab.Run(agents.Ground).RunAsync(isExhaustive: false, CancellationToken.None);

        Assert.False(bundle.Verdict.IsProved);
        Assert.Contains(bundle.Model.Findings, finding => finding is { Machine: "edge-1", Kind: "exposed", Ports: "port 4444" });
        Assert.Contains(bundle.Model.Findings, finding => finding is { Machine: "vault", Kind: "exposed", Ports: "port 5353" });
        Assert.All(
            bundle.Live.Sweeps.Where(sweep => sweep is { Way: SweepEvidence.Incoming, To: "vault", Protocol: "udp" }),
            sweep => Assert.Equal("5353", sweep.Passed));
    }

    [RootFact]
    public async Task RunAsync_through_agents_hand_edit_that_probes_cannot_see_is_found_by_the_model()
    {
        await using AgentLab agents = await AgentLab.StartAsync();

        // Nobody sends this protocol, or from such a port: only who asks about every header finds it.
        await agents.Lab.NftAsync("vault", "insert rule inet pool input ip protocol 47 tcp sport 7 accept; insert rule inet pool output udp sport 68 udp dport 67 accept");

        ProofBundle bundle = await agents.Lab.Run(agents.Ground).RunAsync(isExhaustive: false, CancellationToken.None);

        Assert.False(bundle.Verdict.IsProved);
        Assert.All(bundle.Verdict.Sentences, sentence => Assert.Contains(bundle.Model.Findings, finding => finding.Sentence == sentence));
        Assert.Contains(bundle.Model.Findings, finding => finding is { Machine: "vault", Path: "outgoing", Kind: "exposed" });
    }

    [RootFact]
    public async Task Agent_that_is_killed_in_the_middle_of_a_sweep_leaves_no_table()
    {
        await using AgentLab agents = await AgentLab.StartAsync();
        AgentVantage vault = new("vault", agents.Sessions);
        await vault.ArmAsync(CancellationToken.None);
        Assert.Contains(Witness.Table, await agents.TablesOnAsync("vault"), StringComparison.Ordinal);
        VantageFacts facts = await vault.LookAsync([new("10.77.0.11", "")], CancellationToken.None);
        CableRoute route = Assert.Single(facts.Routes);
        SweepOrder slow = new(61_000, "udp", route.Interface, route.Source, route.Target, route.Hardware, "1-65535", PauseEvery: 4);
        Task<IReadOnlyList<PoolTopology.Orchestrator.Probe.SweepReport>> sweep = vault.SweepAsync([slow], CancellationToken.None);
        await Eventually(async () => (await CountAsync(agents, "edge-1")) > 0);

        agents.Kill("vault");

        await Assert.ThrowsAsync<CommandFailure>(() => sweep);
        await Eventually(async () => !(await agents.TablesOnAsync("vault")).Contains(Witness.Table, StringComparison.Ordinal));
        await vault.ArmAsync(CancellationToken.None);
        await vault.DisarmAsync(CancellationToken.None);
        Assert.Equal("table inet pool", (await agents.TablesOnAsync("vault")).Trim());
    }

    [RootFact]
    public async Task RunAsync_through_agents_is_refused_while_a_rollout_is_on_a_machine_and_not_by_a_persons_lock()
    {
        await using AgentLab agents = await AgentLab.StartAsync();
        await LockAsync(agents, "edge-2", "ann rollout 7", isManual: false);

        CommandFailure refused = await Assert.ThrowsAsync<CommandFailure>(
            () => agents.Lab.Run(agents.Ground).RunAsync(isExhaustive: false, CancellationToken.None));

        Assert.Equal(ExitCodes.LockHeld, refused.ExitCode);
        Assert.Contains("edge-2: a rollout is on this machine (ann rollout 7)", refused.Message, StringComparison.Ordinal);
        foreach (string machine in agents.Lab.Machines.Select(machine => machine.Name))
            Assert.Equal("table inet pool", (await agents.TablesOnAsync(machine)).Trim());
        await agents.Sessions.WithAsync("edge-2", agent => agent.AskAsync(
            new Request { ReleaseLock = new ReleaseLock { Holder = "ann rollout 7", Token = 1 } }, CancellationToken.None), CancellationToken.None);
        await LockAsync(agents, "edge-2", "ann", isManual: true);
        AgentVantage edge = new("edge-2", agents.Sessions);
        await edge.ArmAsync(CancellationToken.None);
        await edge.DisarmAsync(CancellationToken.None);
    }

    [RootFact]
    public async Task Change_waits_until_a_measurement_is_over()
    {
        await using AgentLab agents = await AgentLab.StartAsync();
        AgentVantage vault = new("vault", agents.Sessions);
        await vault.ArmAsync(CancellationToken.None);
        await using MachineSessions others = new(agents);
        Task change = LockAsync(others, "vault", "bob", isManual: false);
        AgentVantage second = new("vault", others);

        // The other session answers one thing after another, so that this waits behind the change.
        await Task.WhenAny(change, Task.Delay(TimeSpan.FromSeconds(0.5)));
        Assert.False(change.IsCompleted);
        await vault.DisarmAsync(CancellationToken.None);

        await change;
        CommandFailure refused = await Assert.ThrowsAsync<CommandFailure>(() => second.ArmAsync(CancellationToken.None));
        Assert.Equal(ExitCodes.LockHeld, refused.ExitCode);
    }

    private static Task<Reply> LockAsync(AgentLab agents, string machine, string holder, bool isManual) =>
        LockAsync(agents.Sessions, machine, holder, isManual);

    private static Task<Reply> LockAsync(MachineSessions sessions, string machine, string holder, bool isManual) => sessions.WithAsync(
        machine,
        agent => agent.AskAsync(
            new Request { AcquireLock = new AcquireLock { Holder = holder, TtlSeconds = 60, AtLeast = 1, IsManual = isManual } },
            CancellationToken.None),
        CancellationToken.None);

    private static async Task<long> CountAsync(AgentLab agents, string machine)
    {
        string listing = await agents.Lab.MachineOf(machine).RunAsync(["nft", "-j", "list", "counters"], "", CancellationToken.None);
        using System.Text.Json.JsonDocument counters = System.Text.Json.JsonDocument.Parse(listing);
        return counters.RootElement.GetProperty("nftables").EnumerateArray()
            .Where(item => item.TryGetProperty("counter", out _))
            .Sum(item => item.GetProperty("counter").GetProperty("packets").GetInt64());
    }

    private static async Task Eventually(Func<Task<bool>> isSo)
    {
        System.Diagnostics.Stopwatch watch = System.Diagnostics.Stopwatch.StartNew();
        while (!await isSo())
        {
            Assert.True(watch.Elapsed < Patience, "it did not become so");
            await Task.Delay(20);
        }
    }
}
