using PoolTopology.TestKit;
using Xunit;

namespace PoolTopology.Repo.Docs;

/// <summary>docs/MAP.md names every room of <c>src/</c> and nothing else.</summary>
public sealed class MapTests
{
    [Fact]
    public void Map_and_tree_agree()
    {
        string root = RepositoryRoot.Find();
        string[] rooms = [.. Directory.GetDirectories(Path.Combine(root, "src"))
            .SelectMany(project => Directory.GetDirectories(project, "*", SearchOption.AllDirectories))
            .Where(folder => Directory.GetFiles(folder).Length > 0)
            .Select(folder => Path.GetRelativePath(root, folder))
            .Where(folder => !folder.Split('/').Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal)];
        string[] mapped = [.. Rows().Select(row => row.Folder).Order(StringComparer.Ordinal)];
        Assert.Empty(rooms.Except(mapped).Select(room => $"not in docs/MAP.md: {room}"));
        Assert.Empty(mapped.Except(rooms).Select(room => $"docs/MAP.md names a folder that is not there: {room}"));
        Assert.Equal(mapped.Length, mapped.Distinct().Count());
    }

    [Fact]
    public void Every_room_says_its_purpose_in_one_line() =>
        Assert.All(Rows(), row => Assert.InRange(row.Purpose.Length, 10, 160));

    private static IEnumerable<(string Folder, string Purpose)> Rows() =>
        File.ReadAllLines(Path.Combine(RepositoryRoot.Find(), "docs", "MAP.md"))
            .Where(line => line.StartsWith("| `src/", StringComparison.Ordinal))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => (cells[0].Trim('`'), cells[1]));
}
