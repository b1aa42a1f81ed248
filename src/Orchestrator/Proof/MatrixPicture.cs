using System.Globalization;
using System.Net;
using System.Text;

namespace PoolTopology.Orchestrator.Proof;

/// <summary>Draws who can begin what with whom as SVG: a row per sender, a column per machine. Pure, and byte-stable.</summary>
/// <remarks>Senders that can begin the same things with every machine share a row, so that large pools stay readable.</remarks>
internal static class MatrixPicture
{
    private const int LabelWidth = 230;
    private const int CellWidth = 128;
    private const int CellHeight = 44;
    private const int HeaderHeight = 40;
    private const int MostNames = 3;

    private static readonly Cell Closed = new([], "closed");

    /// <summary>The picture of one IP family.</summary>
    public static string Render(ProofModel model, string family)
    {
        string[] machines = [.. model.Matrix.Select(entry => entry.To).Distinct()];
        string[] senders = [.. model.Matrix.Where(entry => entry.Family == family).SelectMany(entry => entry.From).Distinct()];
        (string Label, Cell[] Cells)[] rows = [.. senders
            .Select(sender => (Sender: sender, Cells: machines.Select(machine => CellOf(model, family, sender, machine)).ToArray()))
            .GroupBy(row => string.Join('|', row.Cells.Select(cell => $"{cell.Style} {string.Join(' ', cell.Lines)}")))
            .Select(group => (Names([.. group.Select(row => row.Sender)]), group.First().Cells))];
        int width = LabelWidth + (CellWidth * machines.Length);
        int height = HeaderHeight + (CellHeight * rows.Length);
        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" aria-label=\"Reachability over IP{family}\">\n");
        for (int column = 0; column < machines.Length; column++)
            Text(svg, LabelWidth + (column * CellWidth) + (CellWidth / 2), HeaderHeight / 2, "head", machines[column], "middle");
        for (int row = 0; row < rows.Length; row++)
        {
            int top = HeaderHeight + (row * CellHeight);
            Text(svg, LabelWidth - 12, top + (CellHeight / 2), "head", rows[row].Label, "end");
            for (int column = 0; column < machines.Length; column++)
                Draw(svg, LabelWidth + (column * CellWidth), top, rows[row].Cells[column]);
        }
        return svg.Append("</svg>\n").ToString();
    }

    private static Cell CellOf(ProofModel model, string family, string sender, string machine)
    {
        if (sender == machine)
            return new Cell(["itself"], "self");
        MatrixEntry? entry = model.Matrix.FirstOrDefault(one => one.To == machine && one.Family == family && one.From.Contains(sender));
        if (entry is null)
            return Closed;
        List<string> lines = [];
        Add("tcp ", entry.Tcp);
        Add("tcp ≤ ", entry.TcpLimited);
        Add("udp ", entry.Udp);
        Add("udp ≤ ", entry.UdpLimited);
        if (entry.Echo != "never")
            lines.Add("ping");
        if (entry.OtherProtocols.Length > 0)
            lines.Add("other IP");
        bool isWrong = model.Findings.Any(finding =>
            finding.Machine == machine && finding.Family == family && finding.Path == "incoming" && finding.Peers.Contains(sender));
        bool isOpen = lines.Any(line => line != "ping");
        return new Cell([.. lines], isWrong ? "wrong" : isOpen ? "open" : "closed");

        void Add(string what, string ports)
        {
            if (ports.Length > 0)
                lines.Add(what + (ports is "0-65535" or "1-65535" ? "all" : ports));
        }
    }

    private static void Draw(StringBuilder svg, int left, int top, Cell cell)
    {
        svg.Append(CultureInfo.InvariantCulture,
            $"<rect x=\"{left + 2}\" y=\"{top + 2}\" width=\"{CellWidth - 4}\" height=\"{CellHeight - 4}\" rx=\"5\" class=\"{cell.Style}\"/>\n");
        const int lineHeight = 14;
        string[] lines = cell.Lines.Length == 0 ? ["nothing"] : Fold(cell.Lines);
        int first = top + (CellHeight / 2) - ((lines.Length - 1) * lineHeight / 2);
        for (int i = 0; i < lines.Length; i++)
            Text(svg, left + (CellWidth / 2), first + (i * lineHeight), $"cell {cell.Style}-text", lines[i], "middle");
    }

    private static void Text(StringBuilder svg, int x, int y, string style, string text, string anchor) =>
        svg.Append(CultureInfo.InvariantCulture,
            $"<text x=\"{x}\" y=\"{y}\" class=\"{style}\" text-anchor=\"{anchor}\" dominant-baseline=\"central\">{WebUtility.HtmlEncode(text)}</text>\n");

    /// <summary>At most three lines, none wider than a cell; the tables below the picture have all of it.</summary>
    private static string[] Fold(string[] lines)
    {
        const int most = 3;
        const int width = 18;
        string[] shortened = [.. lines.Select(line => line.Length <= width ? line : line[..(width - 1)] + "…")];
        return shortened.Length <= most ? shortened : [.. shortened.Take(most - 1), $"and {shortened.Length - most + 1} more"];
    }

    private static string Names(string[] names) => names.Length <= MostNames
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(MostNames - 1))} and {names.Length - MostNames + 1} more";

    /// <param name="Lines">What can be begun; empty for nothing.</param>
    /// <param name="Style">closed, open, wrong or self.</param>
    private sealed record Cell(string[] Lines, string Style);
}
