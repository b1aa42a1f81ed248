namespace PoolTopology.Storage.Files;

/// <summary>What kind of trouble a file gave, for a caller that must choose what to do next.</summary>
public enum StorageFault
{
    /// <summary>No space, quota or inode is left.</summary>
    DiskFull,

    /// <summary>The process may not read or write there, or the file system is mounted read-only.</summary>
    PermissionDenied,

    /// <summary>Another process holds the database open.</summary>
    Locked,

    /// <summary>A file or folder that must be there is not.</summary>
    Missing,

    /// <summary>The bytes are not what was written.</summary>
    Corrupt,

    /// <summary>The folder is not a database of this network.</summary>
    WrongDatabase,

    /// <summary>The device or the operating system refused for another reason.</summary>
    DeviceError,

    /// <summary>An earlier failure closed this database for writing; it opens again after a restart.</summary>
    ClosedAfterFailure,
}
