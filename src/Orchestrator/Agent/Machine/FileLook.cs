namespace PoolTopology.Orchestrator.Agent.Machine;

/// <summary>What is at a path.</summary>
/// <param name="Kind">File, folder, link, or something else.</param>
/// <param name="Mode">Permission bits.</param>
/// <param name="Owner">Name, or the number where it has none.</param>
/// <param name="Group">Name, or the number where it has none.</param>
/// <param name="SizeBytes">Of a file.</param>
/// <param name="LinkTarget">Of a symbolic link; else empty.</param>
/// <param name="Names">How many names a file has.</param>
internal sealed record FileLook(
    FileKind Kind, UnixFileMode Mode, string Owner, string Group, long SizeBytes, string LinkTarget, int Names)
{
    /// <summary>When its content was written last, in seconds since 1970, as it says.</summary>
    public long WrittenUnixSeconds { get; init; }
}

/// <summary>Kinds of things that have a path.</summary>
internal enum FileKind
{
    /// <summary>A regular file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link.</summary>
    Link,

    /// <summary>A socket, device or pipe.</summary>
    Other,
}
