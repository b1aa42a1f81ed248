using System.Collections.Immutable;
using System.Globalization;
using PoolTopology.Orchestrator.Design;
using PoolTopology.Orchestrator.Isolation;
using PoolTopology.Orchestrator.Processes;
using PoolTopology.Topology.Document;

namespace PoolTopology.Orchestrator.Up;

/// <summary>All processes of a local run, with every file and flag. Pure data: nothing is touched.</summary>
/// <param name="Nodes">The nodes in the order in which they start; they stop in the opposite one.</param>
internal sealed record RunPlan(ImmutableArray<PlannedNode> Nodes)
{
    /// <summary>Stdin: its end is a node's word to stop.</summary>
    private const string ShutdownFileDescriptor = "0";

    /// <summary>Plans the run: the producer first, so that its relays find it, then relays, then observers.</summary>
    /// <param name="design">The pool.</param>
    /// <param name="paths">Where its state lies.</param>
    /// <param name="executables">The programs.</param>
    /// <param name="control">Where the nodes attach: "unix:" and a path.</param>
    /// <param name="isolation">The network namespaces, or null for a run without.</param>
    public static RunPlan Create(
        PoolDesign design, StatePaths paths, Executables executables, string control, IsolationPlan? isolation) =>
        new([.. design.Nodes
            .OrderBy(node => node.Role)
            .Select(node => Plan(node, paths, executables, control, isolation))]);

    private static PlannedNode Plan(
        NodeDesign node, StatePaths paths, Executables executables, string control, IsolationPlan? isolation)
    {
        // A standby follows the chain in the program that cannot forge, so that no mistake makes it forge.
        string program = Forges(node) ? executables.Producer : executables.Relay;
        ImmutableArray<string> command = [program, "run", .. Flags(node, paths, control)];
        if (isolation is not null)
            command = IsolationPlan.On(isolation.MachineOf(node.Machine), command);

        // In a session of its own a node does not hear the terminal's Ctrl-C: the orchestrator decides who stops when.
        command = ["setsid", .. command];
        return new PlannedNode(
            node, new ProcessSpec(node.Name, command, paths.LogOf(node.Name)), paths.PeerFileOf(node.Name));
    }

    private static bool Forges(NodeDesign node) => node is { Role: NodeRole.Producer, IsStandby: false };

    private static List<string> Flags(NodeDesign node, StatePaths paths, string control)
    {
        List<string> flags =
        [
            "--name", node.Name,
            "--config", paths.NodeConfig,
            "--topology", paths.PeerFileOf(node.Name),
            "--database-path", paths.DatabaseOf(node.Name),
            "--host-addr", node.NodeAddress.Address.ToString(),
            "--port", node.NodeAddress.Port.ToString(CultureInfo.InvariantCulture),
            "--rpc-addr", node.RpcAddress.ToString(),
            "--control", control,
            "--metrics-addr", node.MetricsAddress.ToString(),
            "--shutdown-ipc", ShutdownFileDescriptor,
        ];
        if (Forges(node))
        {
            HotKeys keys = HotKeys.Of(paths.KeysOf(node.Name));
            flags.AddRange(["--shelley-kes-key", keys.Kes]);
            flags.AddRange(["--shelley-vrf-key", keys.Vrf]);
            flags.AddRange(["--shelley-operational-certificate", keys.Certificate]);
        }

        return flags;
    }
}
