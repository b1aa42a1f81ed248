namespace PoolTopology.Orchestrator.Agent.Releases;

/// <summary>One file of a release.</summary>
/// <param name="Path">Where it is to be on the machine; for <see cref="FilePlace.Internal"/>, in the release.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
/// <param name="SizeBytes">Its size.</param>
/// <param name="Mode">Permission bits.</param>
/// <param name="Owner">A user's name.</param>
/// <param name="Group">A group's name.</param>
/// <param name="Place">How it gets there.</param>
internal sealed record ReleaseFile(
    string Path, string Sha256, long SizeBytes, UnixFileMode Mode, string Owner, string Group, FilePlace Place)
{
    /// <summary>Its path below the release's folder.</summary>
    public string Inside => Place == FilePlace.Internal ? Path : $"root{Path}";

    /// <summary>What its link points to: it follows the release in force.</summary>
    public string LinkTarget => $"{Machine.AgentPaths.Current}/{Inside}";

    /// <summary>The name of its bytes among the objects: files that differ only in their path share them.</summary>
    public string ObjectName => $"{Sha256}.{Convert.ToString((int)Mode, 8)}.{Owner}.{Group}";
}

/// <summary>How a file of a release gets to its path.</summary>
internal enum FilePlace
{
    /// <summary>By a link into the release in force.</summary>
    Linked,

    /// <summary>By a copy.</summary>
    Copied,

    /// <summary>Not at all: it stays in the release.</summary>
    Internal,
}
