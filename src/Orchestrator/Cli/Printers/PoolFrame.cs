using PoolTopology.Rpc.Orchestrator.V1;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace PoolTopology.Orchestrator.Cli.Printers;

/// <summary>A pool as one frame of a live view on a terminal.</summary>
internal static class PoolFrame
{
    /// <summary>The frame.</summary>
    /// <param name="pool">The pool now.</param>
    /// <param name="recent">The last lines to show below it.</param>
    /// <param name="footer">What the keys do.</param>
    public static IRenderable Render(Pool pool, IReadOnlyList<string> recent, string footer)
    {
        List<IRenderable> parts =
        [
            new Text(PoolSentences.Title(pool), new Style(decoration: Decoration.Bold)),
            new Text(PoolSentences.Time(pool)),
            new Text(PoolSentences.Chain(pool), pool.DoubleSignedSlots > 0 ? Bad : Style.Plain),
            Nodes(pool),
            new Padder(Picture(pool), new Padding(1, 0, 0, 0)),
        ];
        if (recent.Count > 0)
        {
            Rows lines = new(recent.Select(line => new Text(line, Dim).Overflow(Overflow.Ellipsis)));
            parts.Add(new Padder(lines, new Padding(0, 1, 0, 0)));
        }

        parts.Add(new Text(footer, Dim));
        return new Rows(parts);
    }

    private static readonly Style Good = new(Color.Green);
    private static readonly Style Bad = new(Color.Red, decoration: Decoration.Bold);
    private static readonly Style Dim = new(decoration: Decoration.Dim);

    private static Table Nodes(Pool pool)
    {
        Table table = new Table().Border(TableBorder.Rounded);
        foreach (string title in PoolText.Titles)
            table.AddColumn(new TableColumn(new Text(title, Dim)));
        foreach (Node node in pool.Nodes)
        {
            Style health = PoolFacts.IsHealthy(node) ? Good : Bad;
            IReadOnlyList<string> cells = PoolText.Cells(pool, node);
            table.AddRow(cells.Select((cell, column) => new Text(cell, column == cells.Count - 1 ? health : Style.Plain)));
        }

        return table;
    }

    private static Rows Picture(Pool pool)
    {
        List<IRenderable> lines = [.. TopologyPicture.Draw(pool).Select(line => new Text(line))];
        if (pool.Isolated)
            lines.Add(new Text("▒ firewall: only relays pass", Dim));
        return new Rows(lines);
    }
}
