using System.Collections.Immutable;
using PoolTopology.Orchestrator.Design;

namespace PoolTopology.Orchestrator.Observed;

/// <summary>The whole pool as it was last seen. Immutable; the next one is made by <see cref="PoolReducer"/>.</summary>
internal sealed record PoolState(string Name, string Ticker)
{
    /// <summary>All nodes, in the design's order.</summary>
    public ImmutableArray<NodeState> Nodes { get; init; } = [];

    /// <summary>Network addresses are in force and firewalled.</summary>
    public bool IsIsolated { get; init; }

    /// <summary>What is known of blocks.</summary>
    public BlockEvidence Evidence { get; init; } = BlockEvidence.Empty;

    /// <summary>The slot at which the watching began: blocks before it were not made in this run. Null before any report.</summary>
    public ulong? FirstSlot { get; init; }

    /// <summary>Blocks made in this run, each counted once however often it was reported.</summary>
    public ulong BlocksForged { get; init; }

    /// <summary>The block made last, or null.</summary>
    public BlockRecord? LastForged { get; init; }

    /// <summary>Propagation over the last blocks.</summary>
    public Propagation Propagation { get; init; } = Propagation.None;

    /// <summary>The pool before anything was seen.</summary>
    public static PoolState Initial(PoolDesign design, bool isIsolated) => new(design.Name, design.Ticker)
    {
        IsIsolated = isIsolated,
        Nodes = [.. design.Nodes.Select(node =>
            new NodeState(node.Name, node.Role, node.Machine, node.NodeAddress, node.RpcAddress))],
    };

    /// <summary>The node of that name, or null.</summary>
    public NodeState? FindNode(string name) => Nodes.FirstOrDefault(node => node.Name == name);

    /// <summary>The state with one node changed.</summary>
    public PoolState With(NodeState changed)
    {
        int index = Nodes.IndexOf(Nodes.First(node => node.Name == changed.Name));
        return this with { Nodes = Nodes.SetItem(index, changed) };
    }
}
