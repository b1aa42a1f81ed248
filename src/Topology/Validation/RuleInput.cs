using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Validation;

/// <summary>What rules look at.</summary>
/// <param name="Document">The document; placeholders stand where a value was refused.</param>
/// <param name="Sources">What the file itself says, and where.</param>
internal sealed record RuleInput(TopologyDocument Document, SourceMap Sources)
{
    public bool IsDevnet => Document.Pool.Network.IsDevnet;

    /// <summary>
    /// The machine of a node with the node; nodes whose machine does not exist are left to the rule about references.
    /// </summary>
    public IEnumerable<Placement> Placements
    {
        get
        {
            Dictionary<string, Machine> machines = [];
            foreach (Machine machine in Document.Machines)
                machines.TryAdd(machine.Name, machine);
            foreach (TopologyNode node in Document.Nodes)
            {
                if (machines.TryGetValue(node.MachineName, out Machine? machine))
                    yield return new Placement(node, machine);
            }
        }
    }
}
