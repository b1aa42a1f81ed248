using System.Text;

namespace PoolTopology.Node.Verification;

/// <summary>Columns of text, as wide as their widest cell.</summary>
/// <param name="heads">The columns' heads; one that starts with <c>&gt;</c> aligns its column to the right.</param>
internal sealed class TextTable(params string[] heads)
{
    private const string Gap = "  ";

    private readonly List<string[]> _rows = [[.. heads.Select(head => head.TrimStart('>'))]];

    /// <summary>Adds a row: a cell for each column.</summary>
    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>Writes the table, heads first.</summary>
    public void AppendTo(StringBuilder text)
    {
        int[] widths = [.. heads.Select((_, column) => _rows.Max(row => row[column].Length))];
        foreach (string[] row in _rows)
        {
            IEnumerable<string> cells = row.Select((cell, column) =>
                heads[column].StartsWith('>') ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
            text.Append(string.Join(Gap, cells).TrimEnd()).Append('\n');
        }
    }
}
