using System.Collections.Immutable;
using PoolTopology.Orchestrator.Design;
using PoolTopology.Topology.Document;

namespace PoolTopology.Orchestrator.Server;

/// <summary>What a push has to do, in the order in which it is safe. Pure.</summary>
/// <param name="Refusals">Why it cannot be pushed at all; empty where it can.</param>
/// <param name="Orders">The nodes that get other peers, in the order in which they are told.</param>
/// <param name="Unchanged">The nodes whose peers stay.</param>
internal sealed record PushPlan(
    ImmutableArray<string> Refusals, ImmutableArray<NodeDesign> Orders, ImmutableArray<NodeDesign> Unchanged)
{
    /// <summary>Compares the design in force with the wanted one.</summary>
    /// <param name="current">The design in force.</param>
    /// <param name="wanted">The design of the new file.</param>
    /// <param name="isInForce">Whether a node runs on exactly this peer file already.</param>
    /// <remarks>
    /// Relays are told first and the producer last: a relay that is not ready for the producer costs one attempt, a
    /// producer that lost its relays costs blocks. Within a role the order is the file's.
    /// </remarks>
    public static PushPlan Create(PoolDesign current, PoolDesign wanted, Func<NodeDesign, bool> isInForce)
    {
        ImmutableArray<string> refusals = [.. Refuse(current, wanted)];
        if (refusals.Length > 0)
            return new PushPlan(refusals, [], []);
        NodeDesign[] ordered = [.. wanted.Nodes.OrderBy(node => TurnOf(node.Role))];
        return new PushPlan(
            [],
            [.. ordered.Where(node => !isInForce(node))],
            [.. ordered.Where(isInForce)]);
    }

    private static int TurnOf(NodeRole role) => role switch
    {
        NodeRole.Relay => 0,
        NodeRole.Observer => 1,
        _ => 2,
    };

    // Peers can change under a running node; where and as what it runs cannot.
    private static IEnumerable<string> Refuse(PoolDesign current, PoolDesign wanted)
    {
        foreach (NodeDesign node in wanted.Nodes)
        {
            if (current.FindNode(node.Name) is not { } running)
                yield return $"{node.Name} is new: a push changes peers only, restart pool up to start it";
            else if (running.Role != node.Role || running.Machine != node.Machine
                || !running.NodeAddress.Equals(node.NodeAddress) || !running.RpcAddress.Equals(node.RpcAddress))
                yield return $"{node.Name} runs as {running.Role.Word()} on {running.Machine} at {running.NodeAddress}: "
                    + "a push changes peers only, restart pool up to move it";
        }

        foreach (NodeDesign node in current.Nodes)
        {
            if (wanted.FindNode(node.Name) is null)
                yield return $"{node.Name} is gone from the file: a push changes peers only, restart pool up to remove it";
        }
    }
}
