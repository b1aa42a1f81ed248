using System.Text;
using PoolTopology.Orchestrator.Design;
using PoolTopology.Rpc.Orchestrator.V1;
using PoolTopology.Topology.Document;

namespace PoolTopology.Orchestrator.Cli.Printers;

/// <summary>The pool as a picture of characters: producers, relays, outsiders, and the lines between them. Pure.</summary>
/// <remarks>
/// ● healthy, ✕ not; ─ connected, ┄ not; ▒ a firewall that only relays pass. Three columns joined by two buses:
/// <code>
/// ● bp ──▒┬─ ● relay-1 ─┬─ ● observer
///         └─ ● relay-2 ─┘
/// </code>
/// </remarks>
internal static class TopologyPicture
{
    // Indexed by up 1, down 2, left 4, right 8.
    private const string Joints = " ╵╷│╴┘┐┤╶└┌├─┴┬┼";

    /// <summary>The lines of the picture.</summary>
    public static IReadOnlyList<string> Draw(Pool pool)
    {
        Node[] producers = Of(pool, NodeRole.Producer);
        Node[] relays = Of(pool, NodeRole.Relay);
        Node[] observers = Of(pool, NodeRole.Observer);
        int producerWidth = Width(producers);
        int relayWidth = Width(relays);
        char wall = pool.Isolated ? '▒' : '─';

        List<string> lines = [];
        for (int row = 0; row < Math.Max(producers.Length, Math.Max(relays.Length, observers.Length)); row++)
        {
            StringBuilder line = new();
            line.Append(Label(producers, row).PadRight(producerWidth));
            line.Append(Edge(producers, row, relays, 2)).Append(row < producers.Length ? wall : ' ');
            line.Append(Joint(row, producers.Length, relays.Length)).Append(Edge(relays, row, producers, 1)).Append(' ');
            line.Append(Label(relays, row).PadRight(relayWidth));
            if (observers.Length > 0)
            {
                line.Append(Edge(relays, row, observers, 1)).Append(Joint(row, relays.Length, observers.Length));
                line.Append(Edge(observers, row, relays, 1)).Append(' ').Append(Label(observers, row));
            }

            lines.Add(line.ToString().TrimEnd());
        }

        return lines;
    }

    private static Node[] Of(Pool pool, NodeRole role) => [.. pool.Nodes.Where(node => node.Role == role.Word())];

    private static int Width(Node[] nodes) => nodes.Select((_, row) => Label(nodes, row).Length).DefaultIfEmpty(0).Max();

    private static string Label(Node[] nodes, int row) =>
        row < nodes.Length ? $"{(PoolFacts.IsHealthy(nodes[row]) ? '●' : '✕')} {nodes[row].Name} " : "";

    private static string Edge(Node[] nodes, int row, Node[] others, int width)
    {
        if (row >= nodes.Length)
            return new string(' ', width);
        return new string(others.Any(other => PoolFacts.AreConnected(nodes[row], other)) ? '─' : '┄', width);
    }

    private static char Joint(int row, int left, int right)
    {
        int last = Math.Max(left, right) - 1;
        if (row > last)
            return ' ';
        return Joints[(row > 0 ? 1 : 0) + (row < last ? 2 : 0) + (row < left ? 4 : 0) + (row < right ? 8 : 0)];
    }
}
