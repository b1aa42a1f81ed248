namespace PoolTopology.Topology.Deployment.Files;

/// <summary>Who may do what with derived files.</summary>
internal static class FileModes
{
    public const string Root = "root";

    /// <summary>0644: nothing that is derived is a secret of the machine from itself.</summary>
    public const UnixFileMode Public = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead
        | UnixFileMode.OtherRead;

    /// <summary>0600 at most: keys.</summary>
    public const UnixFileMode Key = UnixFileMode.UserRead | UnixFileMode.UserWrite;
}
