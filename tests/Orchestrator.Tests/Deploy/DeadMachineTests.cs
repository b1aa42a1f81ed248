using System.Diagnostics;
using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Tests.Serve;
using PoolTopology.Orchestrator.Tests.Support;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Deploy;

/// <summary>One machine is dead: what an operator is told of the others, and what may be done to them.</summary>
public sealed class DeadMachineTests
{
    private static readonly string[] Apply = ["apply", "--auto-approve", "--ignore-slots", "nobody forges here"];

    /// <summary>Nodes without gRPC are judged by their metrics, as the gate judged them a moment before.</summary>
    [RootFact]
    public async Task Status_of_nodes_that_a_rollout_found_healthy_is_well()
    {
        using FolderFleet fleet = await DeployedAsync();

        (int exitCode, string output, string errors) = await fleet.RunAsync("status");

        Assert.True(exitCode == ExitCodes.Ok, output + errors);
        Assert.Matches("vault +1 +bp +active +block [0-9]+, slot [0-9]+ +its metrics answer", output);
        Assert.DoesNotContain("not serving", output, StringComparison.Ordinal);
    }

    [RootFact]
    public async Task Commands_that_look_say_everything_of_the_others_and_name_the_dead_one()
    {
        using FolderFleet fleet = await DeployedAsync();
        fleet.Release(2);
        File.Delete(fleet.Machines["vault"].At("/etc/cardano-node/bp/topology.json"));
        fleet.Lose("edge-2");

        (int exitCode, string output, string errors) = await fleet.RunAsync("plan", "--out", fleet["plan"]);
        Assert.True(exitCode == ExitCodes.Unreachable, output + errors);
        Assert.Matches("(?m)^-/\\+ edge-1", output);
        Assert.Contains("! edge-2  not looked at: it does not answer", output, StringComparison.Ordinal);
        Assert.Contains("edge-2: it does not answer", errors, StringComparison.Ordinal);
        Assert.Contains("--without edge-2", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(fleet["plan"]));

        (exitCode, output, errors) = await fleet.RunAsync("drift");
        Assert.True(exitCode == ExitCodes.Unreachable, output + errors);
        Assert.Contains("vault: /etc/cardano-node/bp/topology.json is gone", output, StringComparison.Ordinal);
        Assert.Contains("edge-2: it does not answer", errors, StringComparison.Ordinal);

        (exitCode, output, errors) = await fleet.RunAsync("status");
        Assert.True(exitCode == ExitCodes.Unreachable, output + errors);
        Assert.Matches("vault +1 +bp +active", output);
        Assert.Matches("edge-1 +1 +relay-1 +active", output);
        Assert.Contains("edge-2: it does not answer", errors, StringComparison.Ordinal);

        (exitCode, output, errors) = await fleet.RunAsync("lock", "status");
        Assert.True(exitCode == ExitCodes.Unreachable, output + errors);
        Assert.Contains("edge-1: free", output, StringComparison.Ordinal);
        Assert.Contains("vault: free", output, StringComparison.Ordinal);
        Assert.Contains("edge-2: it does not answer", errors, StringComparison.Ordinal);
    }

    [RootFact]
    public async Task Dead_machines_are_waited_for_together()
    {
        using FolderFleet fleet = new();
        foreach (string machine in fleet.Machines.Keys)
            fleet.Lose(machine, seconds: 6);
        long begin = Stopwatch.GetTimestamp();

        (int exitCode, _, string errors) = await fleet.RunAsync("drift");

        Assert.Equal(ExitCodes.Unreachable, exitCode);
        Assert.All(fleet.Machines.Keys, machine => Assert.Contains($"{machine}: it does not answer", errors, StringComparison.Ordinal));
        Assert.InRange(Stopwatch.GetElapsedTime(begin).TotalSeconds, 6, 12);
    }

    [RootFact]
    public async Task Apply_refuses_before_anything_is_changed_and_goes_on_when_told_to()
    {
        using FolderFleet fleet = await DeployedAsync();
        // Seen by every machine, and interrupts nobody.
        fleet.Edit(text => text.Replace("manage: [ 10.99.0.1/32 ]", "manage: [ 10.99.0.1/32, 10.99.0.2/32 ]", StringComparison.Ordinal));
        fleet.Lose("edge-2");
        Dictionary<string, int> starts = fleet.Machines.Keys.ToDictionary(machine => machine, fleet.StartsOf);
        string journal = await File.ReadAllTextAsync(fleet.Machines["edge-1"].At("/var/lib/pooltopology/agent/journal"));

        (int exitCode, string output, string errors) = await fleet.RunAsync(Apply);
        Assert.True(exitCode == ExitCodes.Unreachable, output + errors);
        Assert.Contains("nothing was changed", errors, StringComparison.Ordinal);
        Assert.Equal(journal, await File.ReadAllTextAsync(fleet.Machines["edge-1"].At("/var/lib/pooltopology/agent/journal")));

        (exitCode, output, errors) = await fleet.RunAsync([.. Apply, "--without", "edge-2"]);
        Assert.True(exitCode == 0, output + errors);
        Assert.Contains("! edge-2  left out, as asked", output, StringComparison.Ordinal);
        (_, output, _) = await fleet.RunAsync("audit");
        Assert.Matches("rollout begun by .*, without edge-2", output);

        fleet.Find("edge-2");
        (exitCode, output, errors) = await fleet.RunAsync(Apply);
        Assert.True(exitCode == 0, output + errors);
        Assert.Contains("~ edge-2", output, StringComparison.Ordinal);
        Assert.Contains("2 as they should be", output, StringComparison.Ordinal);
        Assert.All(starts, pair => Assert.Equal(pair.Value, fleet.StartsOf(pair.Key)));
    }

    [RootFact]
    public async Task Saved_plan_carries_whom_it_leaves_out()
    {
        using FolderFleet fleet = await DeployedAsync();
        fleet.Edit(text => text.Replace("manage: [ 10.99.0.1/32 ]", "manage: [ 10.99.0.1/32, 10.99.0.2/32 ]", StringComparison.Ordinal));
        fleet.Lose("edge-2");

        (int exitCode, string output, string errors) = await fleet.RunAsync("plan", "--without", "edge-2", "--out", fleet["plan"]);
        Assert.True(exitCode == 0, output + errors);
        (exitCode, output, errors) = await fleet.RunAsync("apply", fleet["plan"]);
        Assert.True(exitCode == 0, output + errors);
    }

    [RootFact]
    public async Task Last_relay_that_runs_is_not_interrupted_and_no_unknown_machine_is_left_out()
    {
        using FolderFleet fleet = await DeployedAsync();
        fleet.Release(2);
        fleet.Lose("edge-2");
        int starts = fleet.StartsOf("edge-1");

        (int exitCode, string output, string errors) = await fleet.RunAsync([.. Apply, "--without", "edge-2"]);
        Assert.True(exitCode == ExitCodes.SafetyRefusal, output + errors);
        Assert.Contains("the producer's only way out", errors, StringComparison.Ordinal);
        Assert.Equal(starts, fleet.StartsOf("edge-1"));

        (exitCode, _, errors) = await fleet.RunAsync([.. Apply, "--without", "edge-1", "--without", "edge-2"]);
        Assert.Equal(ExitCodes.SafetyRefusal, exitCode);
        Assert.Contains("no relay runs that could be watched", errors, StringComparison.Ordinal);

        (exitCode, _, errors) = await fleet.RunAsync([.. Apply, "--without", "edge-7"]);
        Assert.Equal(ExitCodes.Usage, exitCode);
        Assert.Contains("there are edge-1, edge-2, vault", errors, StringComparison.Ordinal);
    }

    [RootFact]
    public async Task Producer_is_not_started_while_a_machine_is_unknown()
    {
        using FolderFleet fleet = new();
        fleet.Lose("edge-2");

        (int exitCode, string output, string errors) = await fleet.RunAsync([.. Apply, "--without", "edge-2"]);

        Assert.True(exitCode == ExitCodes.SafetyRefusal, output + errors);
        Assert.Contains("nobody knows what runs on edge-2", errors, StringComparison.Ordinal);
        Assert.False(fleet.Runs("vault"));
    }

    private static async Task<FolderFleet> DeployedAsync()
    {
        FolderFleet fleet = new();
        (int exitCode, string output, string errors) = await fleet.RunAsync(Apply);
        Assert.True(exitCode == 0, output + errors);
        return fleet;
    }
}
