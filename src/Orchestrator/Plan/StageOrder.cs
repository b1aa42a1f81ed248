using System.Collections.Immutable;
using PoolTopology.Topology.Document;

namespace PoolTopology.Orchestrator.Plan;

/// <summary>Which machines move when: those whose loss costs least go first, the producer goes last.</summary>
/// <remarks>
/// Invariant: outside a bring-up no stage interrupts every relay of the pool at once, as long as it has more than one.
/// </remarks>
internal static class StageOrder
{
    /// <summary>The stages of some changed machines.</summary>
    public static ImmutableArray<RolloutStage> Of(
        PlanInput input, ImmutableArray<MachineChange> machines, bool isBringUp, PlanPolicy policy)
    {
        TopologyDocument document = input.Document;
        if (machines.IsEmpty)
            return [];
        if (isBringUp)
            return [new RolloutStage(StageKind.BringUp, [.. machines.Select(change => change.Machine)], 0)];
        ILookup<StageKind, string> byDuty = machines.ToLookup(DutyOf, change => change.Machine);
        List<RolloutStage> stages = [];
        ImmutableArray<string> relays = [.. byDuty[StageKind.Relays]];
        if (!relays.IsEmpty)
        {
            string canary = CanaryOf(document, relays);
            stages.Add(new RolloutStage(StageKind.Canary, [canary], policy.HoldSeconds));
            foreach (string[] batch in relays.Remove(canary).Chunk(BatchSize(input)))
                stages.Add(new RolloutStage(StageKind.Relays, [.. batch], policy.HoldSeconds));
        }

        foreach (StageKind kind in new[] { StageKind.Others, StageKind.Standby, StageKind.Producer })
        {
            if (byDuty[kind].Any())
                stages.Add(new RolloutStage(kind, [.. byDuty[kind]], policy.HoldSeconds));
        }

        return [.. stages];
    }

    /// <summary>How many relay machines may be away at the same time: never all of them.</summary>
    private static int BatchSize(PlanInput input)
    {
        int relayMachines = input.Left.Count > 0
            ? LeftOut.WaysOut(input).Length
            : input.Document.Relays.Select(relay => relay.MachineName).Distinct(StringComparer.Ordinal).Count();
        return Math.Clamp(input.Document.Rollout.Batch, 1, Math.Max(1, relayMachines - 1));
    }

    private static string CanaryOf(TopologyDocument document, ImmutableArray<string> relays)
    {
        string? wanted = document.Rollout.Canary is { } name ? document.FindNode(name)?.MachineName : null;
        return wanted is not null && relays.Contains(wanted)
            ? wanted
            : relays.FirstOrDefault(machine => document.NodesOn(machine).Any(), relays[0]);
    }

    private static StageKind DutyOf(MachineChange change)
    {
        if (change.Nodes.Any(node => node.IsForger))
            return StageKind.Producer;
        if (change.Nodes.Any(node => node.Role == NodeRole.Producer))
            return StageKind.Standby;
        return change.Nodes.Any(node => node.Role == NodeRole.Relay) ? StageKind.Relays : StageKind.Others;
    }
}
