using System.Globalization;
using PoolTopology.Orchestrator.Events;
using PoolTopology.Rpc.Orchestrator.V1;

namespace PoolTopology.Orchestrator.Cli.Printers;

/// <summary>A pool as plain lines. Pure.</summary>
internal static class PoolText
{
    /// <summary>The titles of the table of nodes.</summary>
    public static readonly IReadOnlyList<string> Titles =
        ["node", "role", "machine", "tip", "behind", "peers h/w/c", "restarts", "health"];

    /// <summary>Title, chain, table of nodes, picture.</summary>
    public static IReadOnlyList<string> Lines(Pool pool) =>
    [
        PoolSentences.Title(pool),
        PoolSentences.Time(pool),
        PoolSentences.Chain(pool),
        "",
        .. PlainTable.Align([Titles, .. pool.Nodes.Select(node => Cells(pool, node))]),
        "",
        .. TopologyPicture.Draw(pool),
    ];

    /// <summary>One node's cells under <see cref="Titles"/>.</summary>
    public static IReadOnlyList<string> Cells(Pool pool, Node node) =>
    [
        node.Name,
        node.Role,
        node.Machine,
        PoolFacts.TipText(node),
        PoolFacts.Lag(pool, node),
        PoolFacts.Peers(node),
        node.Restarts.ToString(CultureInfo.InvariantCulture),
        EventText.Clean(PoolFacts.Health(node)),
    ];
}
