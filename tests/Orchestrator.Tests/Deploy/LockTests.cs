using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Server;
using PoolTopology.Orchestrator.Tests.Serve;
using PoolTopology.Orchestrator.Tests.Support;
using PoolTopology.Rpc.Orchestrator.V1;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Deploy;

/// <summary>Locks that people take, and locks that dead processes leave.</summary>
public sealed class LockTests
{
    // Only one of the fleet's machines.
    private const string OneMachine =
        """
        version: 1
        pool: { name: Served, ticker: SERV, network: devnet }
        engine: cardano-node
        machines: { edge-2: { address: 127.99.0.23, zone: c } }
        producers: { bp: { machine: edge-2, port: 3001 } }
        relays: { relay-2: { machine: edge-2, port: 3002, rpcPort: 12899, metricsPort: 12898 } }
        access: { manage: [ 10.99.0.1/32 ] }
        """;

    [RootFact]
    public async Task Locks_by_hand_are_taken_all_or_none()
    {
        using FolderFleet fleet = new();
        fleet.Lose("vault");
        (int exitCode, string output, string errors) = await fleet.RunAsync("lock", "acquire");
        Assert.True(exitCode == ExitCodes.Unreachable, output + errors);
        Assert.Contains("no lock was taken", errors, StringComparison.Ordinal);
        fleet.Find("vault");
        Assert.Equal(3, await FreeAsync(fleet));

        string whole = "";
        fleet.Edit(text => (whole = text, OneMachine).OneMachine);
        (exitCode, output, errors) = await fleet.RunElsewhereAsync("lock", "acquire", "--message", "the disk is full");
        Assert.True(exitCode == 0, output + errors);
        fleet.Edit(_ => whole);
        (exitCode, output, errors) = await fleet.RunAsync("lock", "acquire", "--message", "mine");
        Assert.True(exitCode == ExitCodes.LockHeld, output + errors);
        Assert.Contains("the disk is full", errors, StringComparison.Ordinal);
        Assert.Contains("no lock was taken", errors, StringComparison.Ordinal);
        Assert.Equal(2, await FreeAsync(fleet));
        Assert.Equal("", (await fleet.RunAsync("audit")).Output);
    }

    [RootFact]
    public async Task Locks_by_hand_stand_in_the_audit_log()
    {
        using FolderFleet fleet = new();
        Assert.Equal(0, (await fleet.RunAsync("lock", "acquire", "--message", "a new disk")).ExitCode);
        Assert.Equal(0, await FreeAsync(fleet));
        string again = (await fleet.RunAsync("lock", "acquire")).Output;
        Assert.Contains("vault: locked by hand already", again, StringComparison.Ordinal);
        string status = (await fleet.RunAsync("lock", "status")).Output;
        string token = status.Split('\n').First(line => line.StartsWith("vault", StringComparison.Ordinal)).Split("token ")[1].Split(',')[0];
        Assert.Equal(0, (await fleet.RunAsync("lock", "break", "--machine", "vault", "--token", token)).ExitCode);
        Assert.Equal(0, (await fleet.RunAsync("lock", "release")).ExitCode);
        Assert.Equal(3, await FreeAsync(fleet));

        string audit = (await fleet.RunAsync("audit")).Output;
        Assert.Equal(3, audit.TrimEnd().Split('\n').Length);
        Assert.Contains("took the locks of edge-1, edge-2, vault by hand: a new disk", audit, StringComparison.Ordinal);
        Assert.Contains("broke the lock of vault", audit, StringComparison.Ordinal);
        Assert.Contains("gave the locks of edge-1, edge-2", audit, StringComparison.Ordinal);
    }

    [RootFact]
    public async Task Locks_of_a_service_that_was_killed_are_taken_over_by_a_command_on_the_same_computer()
    {
        using FolderFleet fleet = new();
        string[] apply = ["apply", "--auto-approve", "--ignore-slots", "nobody forges here"];
        Assert.Equal(0, (await fleet.RunAsync(apply)).ExitCode);
        fleet.Release(2);
        await using (Served served = await Served.StartAsync(fleet))
        {
            await served.AskAsync(OrchestratorMethods.StartRollout, new StartRolloutRequest { IgnoreSlots = "nobody forges here" });
            await served.FollowAsync(0, one => Served.StepOf(one) == ("machine_activated", "edge-1"));
            await served.KillAsync();
        }

        Assert.Equal(0, await FreeAsync(fleet));
        (int exitCode, string output, string errors) = await fleet.RunElsewhereAsync(apply);
        Assert.True(exitCode == ExitCodes.LockHeld, output + errors);

        (exitCode, output, errors) = await fleet.RunAsync(apply);

        Assert.True(exitCode == 0, output + errors);
        Assert.Equal(3, output.Split('\n').Count(line => line.Contains("took over the lock of", StringComparison.Ordinal)));
        Assert.Equal(3, await FreeAsync(fleet));
    }

    private static async Task<int> FreeAsync(FolderFleet fleet) =>
        (await fleet.RunAsync("lock", "status")).Output.Split('\n').Count(line => line.Contains(": free, ", StringComparison.Ordinal));
}
