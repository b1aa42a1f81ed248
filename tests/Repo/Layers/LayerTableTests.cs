using PoolTopology.TestKit;
using Xunit;

namespace PoolTopology.Repo.Layers;

public sealed class LayerTableTests
{
    private sealed record Row(string Project, int Layer, string[] MayReference);

    private static readonly IReadOnlyDictionary<string, Row> Table = ReadTable();

    [Fact]
    public void Table_names_every_project_and_no_other() =>
        Assert.Equal(ProjectFiles.Names, Table.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Projects_reference_only_what_the_table_allows()
    {
        foreach (string project in ProjectFiles.Names)
            Assert.Empty(ProjectFiles.ReferencesOf(project).Except(Table[project].MayReference).Select(extra => $"{project} -> {extra}"));
    }

    [Fact]
    public void References_point_downwards()
    {
        foreach (Row row in Table.Values)
            Assert.All(row.MayReference, target => Assert.True(Table[target].Layer < row.Layer, $"{row.Project} -> {target}"));
    }

    private static Dictionary<string, Row> ReadTable()
    {
        string[] lines = File.ReadAllLines(Path.Combine(RepositoryRoot.Find(), "docs", "ARCHITECTURE.md"));
        int head = Array.FindIndex(lines, line => line.StartsWith("| project | layer |", StringComparison.Ordinal));
        Assert.True(head >= 0, "docs/ARCHITECTURE.md has no layer table");
        return lines.Skip(head + 2).TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => new Row(
                cells[0],
                int.Parse(cells[1], System.Globalization.CultureInfo.InvariantCulture),
                cells[2].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
            .ToDictionary(row => row.Project, StringComparer.Ordinal);
    }
}
