using System.Collections.Immutable;
using PoolTopology.Topology.Document;

namespace PoolTopology.Orchestrator.Plan;

/// <summary>What must not be done to the other machines while one is dead or left out.</summary>
/// <remarks>
/// A machine that nobody looked at may be down, so its relay counts as no way out for the producer; and it may be up, so
/// it may hold a producer that forges.
/// </remarks>
internal static class LeftOut
{
    /// <summary>Machines that were looked at and on which a relay runs.</summary>
    public static string[] WaysOut(PlanInput input) =>
    [
        .. input.Observed.Where(seen => input.Desired[seen.Key].Units.Any(unit =>
                unit.Role == NodeRole.Relay && UnitState.IsUp(UnitState.Find(seen.Value, unit.Name))))
            .Select(seen => seen.Key),
    ];

    /// <summary>Why the others cannot be changed without those that are left; none where all were looked at.</summary>
    public static IEnumerable<Obstacle> Obstacles(PlanInput input, ImmutableArray<MachineChange> machines)
    {
        if (input.Left.Count == 0 || machines.IsEmpty)
            yield break;
        string names = string.Join(", ", input.Left.Select(one => one.Machine));
        string[] ways = WaysOut(input);
        if (input.Left.FirstOrDefault(one => HoldsRelay(input.Document, one.Machine)) is { } relay)
        {
            if (ways.Length == 0)
                yield return new Obstacle(
                    relay.Machine, ObstacleKind.LastWayOut, $"without {names} no relay runs that could be watched",
                    "bring it back, or start a relay on another machine first");
            else if (ways is [var only] && machines.Any(change => change.Machine == only && Interrupts(change)))
                yield return new Obstacle(
                    only, ObstacleKind.LastWayOut, $"without {names} its relay is the producer's only way out, and this would interrupt it",
                    $"bring {relay.Machine} back first, or start a relay on another machine");
        }

        bool mayForgeUnseen = input.Left.Any(one => HoldsProducer(input.Document, one.Machine));
        foreach (MachineChange change in machines.Where(change => StartsForger(change, mayForgeUnseen)))
            yield return new Obstacle(
                change.Machine, ObstacleKind.ProducerUnseen, $"a producer would start here, and nobody knows what runs on {names}",
                "two producers with one key make two blocks for one slot: look at that machine first, or take it out of topology.yaml when it is surely off");
    }

    private static bool HoldsRelay(TopologyDocument document, string machine) =>
        document.Relays.Any(relay => relay.MachineName == machine);

    private static bool Interrupts(MachineChange change) =>
        change.Nodes.Any(node => node.Role == NodeRole.Relay && node.IsInterrupted);

    private static bool HoldsProducer(TopologyDocument document, string machine) =>
        document.Producers.Any(producer => producer.MachineName == machine);

    /// <summary>A node that forges starts; with a producer out of sight, also one whose restart may make it the one that forges.</summary>
    private static bool StartsForger(MachineChange change, bool mayForgeUnseen) => change.Nodes.Any(node =>
        node.IsForger && (node.Interruption == Interruption.Start || (mayForgeUnseen && node.Interruption == Interruption.Restart)));
}
