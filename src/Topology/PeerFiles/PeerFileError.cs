namespace PoolTopology.Topology.PeerFiles;

/// <summary>One reason why a topology.json is refused.</summary>
/// <param name="Path">The key, e.g. <c>localRoots[0].hotValency</c>; empty for the file as a whole.</param>
/// <param name="Message">What was found and what is expected.</param>
public sealed record PeerFileError(string Path, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";
}
