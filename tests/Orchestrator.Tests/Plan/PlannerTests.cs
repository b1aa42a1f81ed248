using ObservedMachine = PoolTopology.Rpc.Agent.V1.Observed;
using PoolTopology.Orchestrator.Cli.Printers;
using PoolTopology.Orchestrator.Plan;
using PoolTopology.Rpc.Agent.V1;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Plan;

public sealed class PlannerTests
{
    private readonly PlanSamples _now = new();

    [Fact]
    public void Machines_as_they_should_be_give_an_empty_plan()
    {
        DeploymentPlan plan = _now.PlanFor(_now.InForce());

        Assert.True(plan.IsEmpty);
        Assert.Equal(4, plan.Unchanged.Length);
    }

    [Fact]
    public void Fresh_machines_are_brought_up_together()
    {
        DeploymentPlan plan = _now.PlanFor(_now.Fresh());

        RolloutStage stage = Assert.Single(plan.Stages);
        Assert.Equal((StageKind.BringUp, 0), (stage.Kind, stage.HoldSeconds));
        Assert.Equal(["vault", "edge-1", "edge-2", "outside"], stage.Machines.ToArray());
        Assert.Empty(plan.Obstacles);
        Assert.All(plan.Machines, change => Assert.True(change.LoadsFirewall && change.ConfirmSeconds == 30));
    }

    [Fact]
    public void Another_program_moves_canary_then_relays_then_others_then_the_producer()
    {
        DeploymentPlan plan = new PlanSamples(program: "program 2").PlanFor(_now.InForce(41));

        Assert.Equal(42, plan.Generation);
        Assert.Equal(
            ["Canary edge-1", "Relays edge-2", "Others outside", "Producer vault"],
            plan.Stages.Select(stage => $"{stage.Kind} {string.Join(',', stage.Machines)}"));
        Assert.All(plan.Machines, change => Assert.Equal(Interruption.Restart, Assert.Single(change.Nodes).Interruption));
        Assert.True(plan.ChangeOf("vault").NeedsWindow);
        Assert.False(plan.ChangeOf("edge-1").NeedsWindow);
    }

    [Fact]
    public void A_new_partner_reloads_relays_and_names_its_line()
    {
        PlanSamples wanted = new(text => text + "\npeers:\n  partners: [{ address: 192.0.2.77, port: 3001 }]\n");

        DeploymentPlan plan = wanted.PlanFor(_now.InForce());

        MachineChange relay = plan.ChangeOf("edge-1");
        Assert.Equal(Interruption.Reload, Assert.Single(relay.Nodes).Interruption);
        Assert.All(relay.Files, file => Assert.True(file.Line > 0 && file.Reason.Length > 0, file.Path));
        Assert.DoesNotContain(plan.Machines, change => change.Nodes.Any(node => node.IsInterrupted));
    }

    [Fact]
    public void A_file_that_somebody_changed_is_put_right_without_a_new_release()
    {
        Dictionary<string, ObservedMachine> seen = _now.InForce();
        ObservedFile rules = seen["vault"].Files.Single(file => file.Path == "/etc/pooltopology/firewall.nft");
        (rules.Sha256, rules.AsReleased) = (new string('0', 64), false);

        DeploymentPlan plan = _now.PlanFor(seen);

        MachineChange change = Assert.Single(plan.Machines);
        Assert.Equal("/etc/pooltopology/firewall.nft", Assert.Single(change.Files).Path);
        Assert.Equal([PlannedStepKind.PlaceFiles, PlannedStepKind.LoadFirewall], change.Steps.Select(step => step.Kind));
    }

    [Fact]
    public void A_node_that_went_stops_before_its_files_go()
    {
        PlanSamples wanted = new(text => text.Replace("observers:", "# observers:", StringComparison.Ordinal)
            .Replace("  observer:\n    machine: outside\n    port: 3001\n", "", StringComparison.Ordinal));

        MachineChange change = wanted.PlanFor(_now.InForce()).ChangeOf("outside");

        Assert.Equal(PlannedStepKind.Stop, change.Steps[0].Kind);
        Assert.Equal("pool-relay@observer.service", change.Steps[0].Target);
        Assert.Contains(change.Files, file => file is { Symbol: ChangeSymbol.Remove, Path: "/etc/systemd/system/pool-relay@observer.service" });
        Assert.DoesNotContain(change.Files, file => file is { Symbol: ChangeSymbol.Remove, Path: "/etc/pooltopology/firewall.nft" });
    }

    [Fact]
    public void A_missing_key_is_an_obstacle()
    {
        Dictionary<string, ObservedMachine> seen = _now.Fresh();
        ObservedFile key = seen["vault"].Files.Single(file => file.Path.EndsWith("kes.skey", StringComparison.Ordinal));
        seen["vault"].Files.Remove(key);

        Obstacle obstacle = Assert.Single(_now.PlanFor(seen).Obstacles);

        Assert.Equal(("vault", ObstacleKind.SecretMissing), (obstacle.Machine, obstacle.Kind));
    }

    [Fact]
    public void Text_and_json_are_the_same_to_the_byte_run_to_run_and_survive_a_file()
    {
        DeploymentPlan plan = _now.PlanFor(_now.Fresh());
        DeploymentPlan again = new PlanSamples().PlanFor(new PlanSamples().Fresh());
        SavedPlan? saved = SavedPlan.Read(SavedPlan.Of(plan, DateTimeOffset.UnixEpoch).ToBytes());

        Assert.Equal(PlanText.Of(plan, "t", null), PlanText.Of(again, "t", null));
        Assert.Equal(PlanJson.Of(plan), PlanJson.Of(again));
        Assert.Equal(PlanJson.Of(plan), PlanJson.Of(saved!.Plan)); // Read back whole.
    }

    [Fact]
    public void A_saved_plan_that_was_changed_is_none()
    {
        byte[] bytes = SavedPlan.Of(_now.PlanFor(_now.Fresh()), DateTimeOffset.UnixEpoch).ToBytes();
        string text = System.Text.Encoding.UTF8.GetString(bytes);

        Assert.Null(SavedPlan.Read(System.Text.Encoding.UTF8.GetBytes(text.Replace("\"generation\":1,", "\"generation\":9,", StringComparison.Ordinal))));
        Assert.Null(SavedPlan.Read(bytes.AsSpan(0, bytes.Length - 1)));
    }

    [Fact]
    public void A_stale_plan_says_what_moved()
    {
        PlanSamples wanted = new(program: "program 2");
        DeploymentPlan plan = wanted.PlanFor(_now.InForce(1));
        DeploymentPlan now = wanted.PlanFor(_now.InForce(2));

        Assert.Empty(Staleness.Of(plan, wanted.PlanFor(_now.InForce(1))));
        Assert.Contains("edge-1 was at generation 1 and is at 2", Staleness.Of(plan, now));
    }
}
