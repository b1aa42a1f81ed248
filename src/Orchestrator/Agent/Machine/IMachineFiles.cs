namespace PoolTopology.Orchestrator.Agent.Machine;

/// <summary>The few file operations that the agent needs, each of which a machine can die before or after.</summary>
/// <remarks>
/// Shape: absolute paths as seen on the machine.
/// Errors: <see cref="MachineFailure"/> for everything that the system refuses.
/// Post: nothing is durable before <see cref="Sync"/> (contents) and <see cref="SyncFolder"/> (names).
/// </remarks>
internal interface IMachineFiles
{
    /// <summary>What is at a path, links not followed; null where nothing is.</summary>
    FileLook? Look(string path);

    /// <summary>The names in a folder in ascending order; empty where there is no folder.</summary>
    IReadOnlyList<string> List(string folder);

    /// <summary>The content of a file, links followed; null where there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maximumBytes">A longer file is refused.</param>
    byte[]? Read(string path, int maximumBytes);

    /// <summary>The SHA-256 of a file's content in lower-case hexadecimal, links followed; null where there is no file.</summary>
    string? Hash(string path);

    /// <summary>Makes a folder and those above it, where they are missing; the names of new folders are durable.</summary>
    void MakeFolder(string path, UnixFileMode mode);

    /// <summary>Adds to the end of a file, which is made where it is missing (mode 0600).</summary>
    void Append(string path, ReadOnlySpan<byte> bytes);

    /// <summary>Shortens a file.</summary>
    void Truncate(string path, long sizeBytes);

    /// <summary>Makes a new file with the content of another; what was there is replaced.</summary>
    void Copy(string from, string to);

    /// <summary>Sets mode, owner and group; empty names mean root.</summary>
    void SetOwnership(string path, UnixFileMode mode, string owner, string group);

    /// <summary>Sets when a file says that it was written last, in seconds since 1970.</summary>
    void SetTime(string path, long unixSeconds);

    /// <summary>The content of a file is durable when this returns.</summary>
    void Sync(string path);

    /// <summary>The names in a folder are durable when this returns.</summary>
    void SyncFolder(string path);

    /// <summary>Gives a file, link or folder another name, at one instant; replaces a file or link of that name.</summary>
    void Rename(string from, string to);

    /// <summary>Makes a symbolic link.</summary>
    void MakeLink(string path, string target);

    /// <summary>Gives a file a second name.</summary>
    void MakeHardLink(string existing, string path);

    /// <summary>Removes a file or link; nothing happens where there is none.</summary>
    void Delete(string path);

    /// <summary>Removes a folder with everything in it; nothing happens where there is none.</summary>
    void DeleteFolder(string path);

    /// <summary>Bytes that may still be written below a path, and the size of its disk.</summary>
    (long FreeBytes, long SizeBytes) Space(string path);
}
