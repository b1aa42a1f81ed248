using System.Xml.Linq;
using PoolTopology.TestKit;

namespace PoolTopology.Repo.Layers;

/// <summary>The project files of <c>src/</c> and what they declare.</summary>
internal static class ProjectFiles
{
    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.GetDirectories(Path.Combine(RepositoryRoot.Find(), "src")).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];

    /// <summary>References that put an assembly into the closure; build-order-only references do not count.</summary>
    public static IReadOnlyList<string> ReferencesOf(string project)
    {
        XDocument file = XDocument.Load(Path.Combine(RepositoryRoot.Find(), "src", project, project + ".csproj"));
        return [.. file.Descendants("ProjectReference")
            .Where(reference => (string?)reference.Attribute("ReferenceOutputAssembly") != "false")
            .Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!))
            .Order(StringComparer.Ordinal)];
    }
}
