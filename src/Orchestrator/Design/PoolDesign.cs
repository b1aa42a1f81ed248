using System.Collections.Immutable;
using System.Net;
using PoolTopology.Topology.Document;

namespace PoolTopology.Orchestrator.Design;

/// <summary>The pool that the topology file asks for, as the orchestrator runs and watches it. Immutable.</summary>
/// <param name="Name">The pool's name.</param>
/// <param name="Ticker">The pool's ticker.</param>
/// <param name="Network">The network that it belongs to.</param>
/// <param name="Engine">The node software that it runs.</param>
/// <param name="Devnet">The genesis parameters of its devnet.</param>
/// <param name="Nodes">All nodes: producers, then relays, then observers, each in the file's order.</param>
/// <param name="Machines">All machines, in the file's order.</param>
internal sealed record PoolDesign(
    string Name,
    string Ticker,
    NetworkChoice Network,
    EngineKind Engine,
    DevnetParameters Devnet,
    ImmutableArray<NodeDesign> Nodes,
    ImmutableArray<MachineDesign> Machines)
{
    /// <summary>Where the orchestrator's service is reached, or null.</summary>
    public IPEndPoint? Orchestrator { get; init; }

    /// <summary>The producer that forges.</summary>
    public NodeDesign ActiveProducer => Nodes.First(node => node is { Role: NodeRole.Producer, IsStandby: false });

    /// <summary>The node of that name, or null.</summary>
    public NodeDesign? FindNode(string name) => Nodes.FirstOrDefault(node => node.Name == name);

    /// <summary>The nodes of one role, in the file's order.</summary>
    public IEnumerable<NodeDesign> NodesOf(NodeRole role) => Nodes.Where(node => node.Role == role);
}
