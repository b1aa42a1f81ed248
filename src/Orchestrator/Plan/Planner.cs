using System.Collections.Immutable;
using System.Globalization;
using PoolTopology.Rpc.Agent.V1;
using PoolTopology.Topology.Deployment;
using PoolTopology.Topology.Document;

namespace PoolTopology.Orchestrator.Plan;

/// <summary>Compares the pool as it should be with the pool as it is, and says what to do in which order.</summary>
/// <remarks>Pure: neither clock nor files nor network; the same input gives the same plan to the byte.</remarks>
internal static class Planner
{
    // A block is expected every 1/f slots; thirty such gaps in a row without one happen once in 10^13.
    private const int TipLagGaps = 30;
    private const decimal PublicActiveSlotsCoefficient = 0.05m;

    private static readonly RestartCost OwnEngine = new(3, 20);
    private static readonly RestartCost ReferenceEngine = new(60, 900);

    /// <summary>Makes the plan.</summary>
    public static DeploymentPlan Make(PlanInput input)
    {
        PlanPolicy policy = PolicyOf(input.Document);
        Expectations expectations = new(input.Document, input.Observed, input.Clock, policy.TipLagSlots);
        FileDifference files = new(input);
        List<MachineChange> changes = [];
        List<string> unchanged = [];
        List<Obstacle> obstacles = [];
        foreach (Machine machine in input.Document.Machines.Where(machine => input.Desired.ContainsKey(machine.Name)))
        {
            DesiredMachine desired = input.Desired[machine.Name];
            ObservedMachine observed = input.Observed[machine.Name];
            MachineRelease release = ReleaseBuilder.Of(desired, input.Programs);
            if (ChangeOf(input, desired, observed, release, files, expectations, policy) is { } change)
            {
                changes.Add(change);
                obstacles.AddRange(Obstacles.On(desired, release, observed, OffsetOf(input, machine.Name), input));
            }
            else
            {
                unchanged.Add(machine.Name);
            }
        }

        ImmutableArray<MachineChange> machines = [.. changes];
        return new DeploymentPlan(
            input.Document.Pool.Ticker, input.Document.Pool.Network.ToString(), input.TopologyHash, NextGeneration(input),
            machines, [.. unchanged], StageOrder.Of(input, machines, expectations.NothingRuns, policy), policy,
            [.. obstacles, .. LeftOut.Obstacles(input, machines)], [.. Cautions(input.Document, machines, expectations.NothingRuns), .. DevnetCautions(input, machines)])
        {
            Left = input.Left.Count == 0 ? null : input.Left,
        };
    }

    private static MachineChange? ChangeOf(
        PlanInput input, DesiredMachine desired, ObservedMachine observed, MachineRelease release, FileDifference difference,
        Expectations expectations, PlanPolicy policy)
    {
        ImmutableArray<FileChange> files = difference.Of(desired, release, observed);
        ImmutableArray<PlannedStep> steps = StepOrder.Of(
            desired, files, observed, release.Hash, input.LooseFirewalls.Contains(desired.MachineName));
        if (steps.IsEmpty && observed.Interrupted is null)
            return null;
        if (steps.IsEmpty)
            steps = [new PlannedStep(PlannedStepKind.SwitchRelease), new PlannedStep(PlannedStepKind.PlaceFiles)];
        ImmutableArray<ChangeEffect> effects = StepOrder.EffectsOf(desired, files);
        ImmutableArray<NodeChange> nodes =
        [
            .. desired.Units.Select(unit => NodeOf(
                input, desired.MachineName, unit, StepOrder.InterruptionOf(unit, effects, files, observed), files, expectations, observed)),
        ];
        bool loadsFirewall = steps.Any(step => step.Kind == PlannedStepKind.LoadFirewall);
        return new MachineChange(
            desired.MachineName, MachineFingerprint.BaseOf(observed), release.Hash, files, nodes, steps,
            loadsFirewall ? policy.ConfirmSeconds : 0);
    }

    private static NodeChange NodeOf(
        PlanInput input, string machine, DesiredUnit unit, Interruption interruption, ImmutableArray<FileChange> files,
        Expectations expectations, ObservedMachine observed)
    {
        TopologyDocument document = input.Document;
        RestartCost cost = interruption is Interruption.Restart or Interruption.Start
            ? RestartEstimate.Of(
                document.Engine == EngineKind.CardanoNode ? ReferenceEngine : OwnEngine,
                input.Restarts.GetValueOrDefault(machine, []))
            : RestartCost.None;
        NodeEndpoint? endpoint = document.FindNode(unit.NodeName) is { } node ? NodeQuestion.Of(document, node) : null;
        return new NodeChange(
            unit.NodeName, unit.Role, unit.IsStandby, unit.Name, endpoint?.Address ?? "", interruption, cost,
            ReasonOf(unit, interruption, files), expectations.Along(unit, observed), expectations.AtTheEnd(unit, observed))
        {
            MetricsAddress = endpoint?.MetricsAddress ?? "",
        };
    }

    private static string ReasonOf(DesiredUnit unit, Interruption interruption, ImmutableArray<FileChange> files)
    {
        if (interruption == Interruption.Start)
            return "its service does not run";
        if (interruption is Interruption.None or Interruption.Stop)
            return "";
        string program = $"bin/{unit.Name.Split('@')[0]}";
        FileChange? cause = files.FirstOrDefault(change => change.Path == program)
            ?? files.FirstOrDefault(change => FileDifference.UnitAt(change.Path) == unit.Name)
            ?? files.FirstOrDefault(change => change.Path.Contains($"/{unit.NodeName}/", StringComparison.Ordinal))
            ?? files.FirstOrDefault();
        return cause is null ? "" : $"{cause.Path[(cause.Path.LastIndexOf('/') + 1)..]} changes";
    }

    private static long NextGeneration(PlanInput input) =>
        input.Observed.Values.Select(machine => (long)Math.Max(machine.HighestGeneration, machine.Generation)).DefaultIfEmpty(0).Max() + 1;

    private static PlanPolicy PolicyOf(TopologyDocument document)
    {
        RolloutPolicy policy = document.Rollout;
        decimal coefficient = document.Pool.Network.IsDevnet
            ? document.Pool.Devnet.ActiveSlotsCoefficient
            : PublicActiveSlotsCoefficient;
        int hold = (int)policy.Hold.TotalSeconds;
        int deadline = (int)policy.Deadline.TotalSeconds;
        return new PlanPolicy(
            hold, deadline, (2 * deadline) + hold, (int)policy.Confirm.TotalSeconds, (long)(TipLagGaps / coefficient));
    }

    private static TimeSpan? OffsetOf(PlanInput input, string machine) =>
        input.ClockOffsets.TryGetValue(machine, out TimeSpan offset) ? offset : null;

    private static IEnumerable<string> DevnetCautions(PlanInput input, ImmutableArray<MachineChange> machines)
    {
        if (input.AwaitsDevnet)
            yield return "the devnet is made when this is carried out: its config and genesis files join those above, its keys go to the producer";
        foreach (MachineChange change in machines)
        {
            string[] keys = [.. Obstacles.KeysToPlace(input.Desired[change.Machine], input.Observed[change.Machine], input)
                .Select(secret => secret.Path)];
            if (keys.Length > 0)
                yield return $"the devnet's keys are brought to {change.Machine}: {string.Join(", ", keys)}";
        }
    }

    private static IEnumerable<string> Cautions(
        TopologyDocument document, ImmutableArray<MachineChange> machines, bool nothingRuns)
    {
        string[] relayMachines = [.. document.Relays.Select(relay => relay.MachineName).Distinct(StringComparer.Ordinal)];
        if (!nothingRuns && relayMachines.Length == 1
            && machines.Any(change => change.Machine == relayMachines[0] && change.Nodes.Any(node => node.IsInterrupted)))
            yield return $"{relayMachines[0]} has the only relay: while it restarts the producer is cut off";
        foreach (MachineChange change in machines.Where(change =>
            change.Nodes.Any(node => node.IsForger) && change.Nodes.Any(node => node.Role == NodeRole.Relay)))
            yield return $"{change.Machine} holds the producer and a relay: they move together";
        int deadline = (int)document.Rollout.Deadline.TotalSeconds;
        NodeChange[] slow = [.. machines.SelectMany(change => change.Nodes).Where(node =>
            node is { Interruption: Interruption.Restart, Expectation.FollowsTip: true } && node.Cost.MostSeconds > deadline)];
        if (slow.Length > 0)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{string.Join(", ", slow.Select(node => node.Node))} may take {slow.Max(node => node.Cost.MostSeconds)} s to be at the tip again; "
                + $"after rollout.deadline, {deadline} s, everything is taken back");
        foreach (MachineChange change in machines.Where(change => document.Engine == EngineKind.CardanoNode && change.LoadsFirewall
            && change.Nodes.Any(node => node.IsInterrupted && node.Cost.MostSeconds > change.ConfirmSeconds)))
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{change.Machine}: its firewall comes with a restart; a cardano-node that does not stop within rollout.confirm, "
                + $"{change.ConfirmSeconds} s, has everything taken back: raise it, or apply the firewall by itself first");
        if (document.Engine == EngineKind.CardanoNode && machines.Length > 0)
            yield return "cardano-node is judged by its metrics: they count peers and do not name them, "
                + "so that a gate cannot tell whether a relay is connected to the producer";
    }
}
