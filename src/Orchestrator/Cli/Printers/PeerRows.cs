using System.Globalization;
using PoolTopology.Orchestrator.Design;
using PoolTopology.Rpc.Node.V1;
using PoolTopology.Rpc.Orchestrator.V1;

namespace PoolTopology.Orchestrator.Cli.Printers;

/// <summary>Compares the connections that the topology file wants with those that the nodes report. Pure.</summary>
internal static class PeerRows
{
    /// <summary>The titles of the table.</summary>
    public static readonly IReadOnlyList<string> Titles = ["node", "peer", "desired", "state", "direction", "rtt ms", "detail"];

    /// <summary>All rows: per node the wanted peers in the file's order, then the others as reported.</summary>
    /// <param name="design">What the file says, or null to list what is reported alone.</param>
    /// <param name="pool">What the nodes report.</param>
    public static IReadOnlyList<PeerRow> Compare(PoolDesign? design, Pool pool)
    {
        // On an isolated network addresses differ from the file's; names do not.
        Dictionary<string, string> running = pool.Nodes.ToDictionary(node => node.NodeAddress, node => node.Name);
        Dictionary<string, string> planned =
            design?.Nodes.ToDictionary(node => node.NodeAddress.ToString(), node => node.Name) ?? [];
        List<PeerRow> rows = [];
        foreach (Node node in pool.Nodes)
        {
            string[] wanted = [.. (design?.FindNode(node.Name)?.Peers ?? [])
                .Select(peer => planned.GetValueOrDefault(peer, peer))];
            Peer[] peers = [.. node.Attached && node.Status is { } status ? status.Peers : Enumerable.Empty<Peer>()];
            string NameOf(Peer peer) => running.GetValueOrDefault(peer.Address, peer.Address);
            foreach (string name in wanted)
                rows.Add(Row(node, name, isDesired: true, peers.FirstOrDefault(peer => NameOf(peer) == name)));
            foreach (Peer peer in peers.Where(peer => !wanted.Contains(NameOf(peer))))
                rows.Add(Row(node, NameOf(peer), isDesired: false, peer));
        }

        return rows;
    }

    /// <summary>One row's cells under <see cref="Titles"/>.</summary>
    public static IReadOnlyList<string> Cells(PeerRow row) =>
    [
        row.From,
        row.To,
        row.IsDesired ? "yes" : "no",
        row.State,
        row.Direction,
        row.RttMs?.ToString("0.0", CultureInfo.InvariantCulture) ?? "",
        row.Detail,
    ];

    private static PeerRow Row(Node node, string name, bool isDesired, Peer? peer)
    {
        if (peer is null)
            return new PeerRow(node.Name, name, isDesired, "absent", "", null, node.Attached ? "" : "the node is not attached");
        string direction = (peer.IsUpstream, peer.IsDownstream) switch
        {
            (true, true) => "both",
            (true, false) => "up",
            (false, true) => "down",
            _ => "",
        };
        string state = peer is { State: Peer.Types.State.Cold, IsDownstream: true }
            ? "inbound"
            : peer.State.ToString().ToLowerInvariant();
        bool isConnected = peer.State != Peer.Types.State.Cold || peer.IsDownstream;
        return new PeerRow(node.Name, name, isDesired, state, direction,
            peer.HasRttMs ? peer.RttMs : null, isConnected ? "" : peer.LastError);
    }
}
