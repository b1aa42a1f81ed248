using PoolTopology.Orchestrator.Audit;
using PoolTopology.Orchestrator.Deploy;
using PoolTopology.Orchestrator.Rollout;
using PoolTopology.Orchestrator.Server;
using PoolTopology.Orchestrator.Tests.Support;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Orchestrator.V1;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Serve;

/// <summary>Rollouts that <c>pool serve</c> carries out: real processes, real agents on folders.</summary>
public sealed class ServedRolloutTests
{
    private static readonly StartRolloutRequest Begin = new() { Reason = "a test", IgnoreSlots = "nobody forges here" };

    [RootTheory]
    [InlineData("rollout_begun", "")]
    [InlineData("activation_begun", "edge-1")]
    [InlineData("machine_confirmed", "edge-1")]
    [InlineData("machine_healthy", "edge-2")]
    [InlineData("activation_begun", "vault")]
    public async Task Rollout_of_a_service_that_is_killed_is_completed_by_the_next_one(string step, string machine)
    {
        using FolderFleet fleet = new();
        ulong last;
        await using (Served first = await Served.StartAsync(fleet))
        {
            Rpc.Orchestrator.V1.Rollout begun = await first.AskAsync(OrchestratorMethods.StartRollout, Begin);
            Assert.Equal("going on", begun.State);
            List<Event> seen = await first.FollowAsync(0, one => Served.StepOf(one) == (step, machine));
            last = seen[^1].Sequence;
            await first.KillAsync();
        }

        // What ran goes on running without it.
        if (step is "machine_confirmed" or "machine_healthy")
            Assert.True(fleet.Runs("edge-1"));

        await using Served second = await Served.StartAsync(fleet);
        List<Event> rest = await second.FollowAsync(last, one => Served.StepOf(one).Type == "rollout_ended");
        Assert.All(rest, one => Assert.True(one.Sequence > last));
        Assert.Equal(rest.Select(one => one.Sequence).Order(), rest.Select(one => one.Sequence));
        Rpc.Orchestrator.V1.Rollout end = await second.AskAsync(OrchestratorMethods.GetRollout, new GetRolloutRequest());
        Assert.Equal(("ended", "done", 0), (end.State, end.Outcome, end.ExitCode));
        Assert.All(end.Machines, one => Assert.Equal("stable", one.Phase));
        Assert.All(fleet.Machines.Keys, name => Assert.True(fleet.Runs(name), name));
        Assert.All(fleet.Machines.Keys, name => Assert.Equal(1, fleet.StartsOf(name)));

        IReadOnlyList<AuditEntry> audit = AuditLog.ReadAll(DeployStore.Open(fleet.State).AuditPath);
        Assert.Contains(audit, entry => entry.Event is RolloutTakenUp);
        Assert.Single(audit, entry => entry.Event is RolloutEnded { Outcome: RolloutOutcome.Done });
        Assert.Equal(3, audit.Count(entry => entry.Event is MachineStable));
        Assert.Equal("nothing to do", (await second.AskAsync(OrchestratorMethods.StartRollout, Begin)).State);
    }

    [RootFact]
    public async Task Rollout_is_paused_resumed_by_the_next_service_and_aborted_back()
    {
        using FolderFleet fleet = new();
        ulong last;
        await using (Served first = await Served.StartAsync(fleet))
        {
            await first.AskAsync(OrchestratorMethods.StartRollout, Begin);
            await first.FollowAsync(0, one => Served.StepOf(one).Type == "rollout_ended");
            fleet.Release(2);
            Rpc.Orchestrator.V1.Rollout begun = await first.AskAsync(OrchestratorMethods.StartRollout, Begin);
            RpcException busy = await Assert.ThrowsAsync<RpcException>(() => first.AskAsync(OrchestratorMethods.StartRollout, Begin));
            Assert.Equal(RpcStatusCode.FailedPrecondition, busy.Code);
            await first.AskAsync(OrchestratorMethods.PauseRollout, new SteerRolloutRequest { Id = begun.Id, Reason = "lunch" });
            last = (await first.FollowAsync(0, one => Served.StepOf(one).Type == "rollout_paused"))[^1].Sequence;
            await first.KillAsync();
        }

        await using Served second = await Served.StartAsync(fleet);
        last = (await second.FollowAsync(last, one => Served.StepOf(one).Type == "rollout_taken_up"))[^1].Sequence;
        Assert.Equal("paused", (await second.AskAsync(OrchestratorMethods.GetRollout, new GetRolloutRequest())).State);
        await second.AskAsync(OrchestratorMethods.ResumeRollout, new SteerRolloutRequest());
        last = (await second.FollowAsync(last, one => Served.StepOf(one) == ("machine_healthy", "edge-1")))[^1].Sequence;
        await second.AskAsync(OrchestratorMethods.AbortRollout, new SteerRolloutRequest { Reason = "not today" });
        await second.FollowAsync(last, one => Served.StepOf(one).Type == "rollout_ended");
        Rpc.Orchestrator.V1.Rollout end = await second.AskAsync(OrchestratorMethods.GetRollout, new GetRolloutRequest());
        Assert.Equal(("rolledback", 5), (end.Outcome, end.ExitCode));
        Assert.Contains("not today", end.Cause, StringComparison.Ordinal);

        // Again, and this time to the end.
        await second.AskAsync(OrchestratorMethods.RetryRollout, new SteerRolloutRequest { IgnoreSlots = "nobody forges here" });
        await second.FollowAsync(last, one => Served.StepOf(one).Type == "machine_stable");
    }

    [RootFact]
    public async Task Rollout_of_another_topology_file_than_the_one_that_is_meant_is_refused()
    {
        using FolderFleet fleet = new();
        await using Served served = await Served.StartAsync(fleet);
        RpcException stale = await Assert.ThrowsAsync<RpcException>(
            () => served.AskAsync(OrchestratorMethods.StartRollout, new StartRolloutRequest { TopologySha256 = new string('0', 64) }));
        Assert.Equal(RpcStatusCode.Aborted, stale.Code);
        Assert.Equal("7", Assert.Single(stale.Trailers.Entries, entry => entry.Name == "pool-exit-code").Text);
        Assert.Equal(RpcStatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(
            () => served.AskAsync(OrchestratorMethods.GetRollout, new GetRolloutRequest()))).Code);
    }
}
