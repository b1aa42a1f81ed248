using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.Firewall;

/// <summary>What one machine has to do, taken together over the nodes that run on it.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Producers">The producers on it.</param>
/// <param name="Relays">The relays on it.</param>
/// <param name="Observers">The observers on it.</param>
internal sealed record MachineDuties(
    Machine Machine, ValueList<ProducerNode> Producers, ValueList<RelayNode> Relays, ValueList<ObserverNode> Observers)
{
    /// <summary>The nodes attach to an orchestrator.</summary>
    public bool HasOrchestrator { get; init; }

    /// <summary>
    /// True when nothing on the machine has business with strangers, so that it can be shut in both directions.
    /// </summary>
    public bool IsHidden => Producers.Count > 0 && Relays.Count == 0 && Observers.Count == 0;

    public IEnumerable<TopologyNode> Nodes => [.. Producers, .. Relays, .. Observers];

    public static MachineDuties Of(TopologyDocument document, Machine machine) => new(
        machine,
        ByPort(document.Producers, machine),
        ByPort(document.Relays, machine),
        ByPort(document.Observers, machine))
    {
        HasOrchestrator = document.Orchestrator is not null,
    };

    private static ValueList<T> ByPort<T>(IEnumerable<T> nodes, Machine machine)
        where T : TopologyNode =>
            nodes.Where(node => node.MachineName == machine.Name).OrderBy(node => node.Port).ToValueList();
}
