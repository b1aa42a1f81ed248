using System.Collections.Immutable;

namespace PoolTopology.Orchestrator.Design;

/// <summary>The pool that the topology file asks for, as the orchestrator runs and watches it. Immutable.</summary>
/// <param name="Name">The pool's name.</param>
/// <param name="Ticker">The pool's ticker.</param>
/// <param name="Devnet">The genesis parameters of its devnet.</param>
/// <param name="Nodes">All nodes: producers, then relays, then observers, each in the file's order.</param>
/// <param name="Machines">All machines, in the file's order.</param>
internal sealed record PoolDesign(
    string Name,
    string Ticker,
    DevnetDesign Devnet,
    ImmutableArray<NodeDesign> Nodes,
    ImmutableArray<MachineDesign> Machines)
{
    /// <summary>The node of that name, or null.</summary>
    public NodeDesign? FindNode(string name) => Nodes.FirstOrDefault(node => node.Name == name);

    /// <summary>The nodes of one role, in the file's order.</summary>
    public IEnumerable<NodeDesign> NodesOf(NodeRole role) => Nodes.Where(node => node.Role == role);
}
