namespace PoolTopology.Orchestrator.Server;

/// <summary>Where the orchestrator's unix socket lies. Dispose removes what was made for it.</summary>
/// <remarks>
/// The kernel takes 107 bytes for a socket's path. A state directory that is deeper than that gets a private folder
/// (0700) in the directory for temporary files; the endpoint file always tells the real place.
/// </remarks>
internal sealed class SocketPlace : IDisposable
{
    /// <summary>The longest path that is used as it is, in bytes.</summary>
    public const int LongestPathBytes = 100;

    private readonly DirectoryInfo? _ownFolder;

    private SocketPlace(string path, DirectoryInfo? ownFolder)
    {
        Path = path;
        _ownFolder = ownFolder;
    }

    /// <summary>The socket's path.</summary>
    public string Path { get; }

    /// <summary>The wanted path, or a shorter one where it is too long.</summary>
    public static SocketPlace For(string wanted)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(wanted) <= LongestPathBytes)
            return new SocketPlace(wanted, null);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("pool-");
        return new SocketPlace(System.IO.Path.Combine(folder.FullName, "orchestrator.sock"), folder);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        File.Delete(Path);
        _ownFolder?.Delete(recursive: true);
    }
}
