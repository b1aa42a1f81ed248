using System.Text;

namespace PoolTopology.Orchestrator.Cli.Printers;

/// <summary>Aligned columns of plain text.</summary>
internal static class PlainTable
{
    private const int Gap = 2;

    /// <summary>The rows as lines; the first row holds the titles.</summary>
    public static IReadOnlyList<string> Align(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        int columns = rows.Max(row => row.Count);
        int[] widths = [.. Enumerable.Range(0, columns)
            .Select(column => rows.Max(row => column < row.Count ? row[column].Length : 0))];
        return [.. rows.Select(row => Line(row, widths))];
    }

    private static string Line(IReadOnlyList<string> row, int[] widths)
    {
        StringBuilder line = new();
        for (int column = 0; column < row.Count; column++)
            line.Append(row[column].PadRight(widths[column] + Gap));
        return line.ToString().TrimEnd();
    }
}
