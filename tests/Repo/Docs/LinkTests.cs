using System.Text.RegularExpressions;
using PoolTopology.TestKit;
using Xunit;

namespace PoolTopology.Repo.Docs;

public sealed partial class LinkTests
{
    [Fact]
    public void Relative_links_in_documents_lead_somewhere()
    {
        string root = RepositoryRoot.Find();
        string[] documents = [Path.Combine(root, "README.md"), .. Directory.GetFiles(Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories)];
        Assert.Empty(documents.SelectMany(document => Targets(document)
            .Where(target => !Path.Exists(Path.Combine(Path.GetDirectoryName(document)!, target)))
            .Select(target => $"{Path.GetRelativePath(root, document)} -> {target}")));
    }

    private static IEnumerable<string> Targets(string document) =>
        Link().Matches(File.ReadAllText(document))
            .Select(match => match.Groups[1].Value.Split('#')[0])
            .Where(target => target.Length > 0 && !target.Contains("://", StringComparison.Ordinal));

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
