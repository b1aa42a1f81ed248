using System.Collections.Immutable;

namespace PoolTopology.Orchestrator.Agent.Releases;

/// <summary>What a release holds.</summary>
/// <param name="Hash">SHA-256 of the manifest as it was sent, in lower-case hexadecimal: the release's name.</param>
/// <param name="Architecture">As <c>uname -m</c> says it; empty for any.</param>
/// <param name="Files">Ascending by path.</param>
internal sealed record ReleaseManifest(string Hash, string Architecture, ImmutableArray<ReleaseFile> Files)
{
    /// <summary>The files that have a path on the machine.</summary>
    public IEnumerable<ReleaseFile> Placed => Files.Where(file => file.Place != FilePlace.Internal);

    /// <summary>The file that is placed at a path, or null.</summary>
    public ReleaseFile? FindPlaced(string path) => Placed.FirstOrDefault(file => file.Path == path);
}
