using System.Xml.Linq;
using PoolTopology.TestKit;
using Xunit;

namespace PoolTopology.Repo.Docs;

public sealed class DependencyListTests
{
    [Fact]
    public void Every_package_has_its_reason()
    {
        string root = RepositoryRoot.Find();
        string list = File.ReadAllText(Path.Combine(root, "docs", "DEPENDENCIES.md"));
        IEnumerable<string> packages = XDocument.Load(Path.Combine(root, "Directory.Packages.props"))
            .Descendants("PackageVersion").Select(package => (string)package.Attribute("Include")!);
        Assert.All(packages, package => Assert.Contains(package, list, StringComparison.Ordinal));
    }
}
