namespace PoolTopology.Storage.Files;

/// <summary>The operating system's files below one folder.</summary>
/// <remarks>Cost: stateless and safe from any thread; each call is a system call or two.</remarks>
public sealed class DiskFileSystem : IFileSystem
{
    private readonly string _root;

    /// <summary>Works below the given folder, which is created when first needed.</summary>
    /// <param name="root">An absolute path.</param>
    public DiskFileSystem(string root)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        if (!Path.IsPathFullyQualified(root))
            throw new ArgumentException($"an absolute path was expected, '{root}' was given", nameof(root));
        _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
    }

    /// <inheritdoc/>
    public string Describe(string path) => path.Length == 0 ? _root : Path.Combine(_root, path);

    /// <inheritdoc/>
    public IReadOnlyList<FolderEntry> List(string folder) => DiskErrors.Translate(Describe(folder), full =>
    {
        DirectoryInfo info = new(full);
        List<FolderEntry> entries = [];
        if (info.Exists)
        {
            foreach (FileInfo file in info.EnumerateFiles())
                entries.Add(new FolderEntry(file.Name, file.Length));
            entries.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        }
        return entries;
    });

    /// <inheritdoc/>
    public IReadOnlyList<string> ListFolders(string folder) => DiskErrors.Translate(Describe(folder), full =>
    {
        DirectoryInfo info = new(full);
        List<string> names = info.Exists ? [.. info.EnumerateDirectories().Select(child => child.Name)] : [];
        names.Sort(StringComparer.Ordinal);
        return names;
    });

    /// <inheritdoc/>
    public bool Exists(string path) => File.Exists(Describe(path));

    /// <inheritdoc/>
    public void CreateFolder(string folder) => DiskErrors.Translate(Describe(folder), full =>
    {
        if (!Directory.Exists(full))
        {
            Directory.CreateDirectory(full);
            NativeFolder.Flush(Path.GetDirectoryName(full)!); // Only the root of a volume has no parent, and it exists.
        }
        return true;
    });

    /// <inheritdoc/>
    public void DeleteFolder(string folder) => DiskErrors.Translate(Describe(folder), full =>
    {
        if (Directory.Exists(full) && !Directory.EnumerateFileSystemEntries(full).Any())
            Directory.Delete(full);
        return true;
    });

    /// <inheritdoc/>
    public IReadFile OpenRead(string path) => DiskErrors.Translate(Describe(path), full =>
        new DiskReadFile(full, File.OpenHandle(full, FileMode.Open, FileAccess.Read, Sharing)));

    /// <inheritdoc/>
    public IAppendFile OpenAppend(string path) => DiskErrors.Translate(Describe(path), full =>
        new DiskAppendFile(full, File.OpenHandle(full, FileMode.OpenOrCreate, FileAccess.ReadWrite, Sharing)));

    /// <inheritdoc/>
    public void Rename(string source, string target) => DiskErrors.Translate(Describe(source), full =>
    {
        File.Move(full, Describe(target), overwrite: true);
        return true;
    });

    /// <inheritdoc/>
    public void Delete(string path) => DiskErrors.Translate(Describe(path), full =>
    {
        if (File.Exists(full))
            File.Delete(full);
        return true;
    });

    /// <inheritdoc/>
    public void FlushFolder(string folder) => NativeFolder.Flush(Describe(folder));

    /// <inheritdoc/>
    public IDisposable Lock(string path) => DiskErrors.Translate(Describe(path), full =>
    {
        Directory.CreateDirectory(Path.GetDirectoryName(full)!); // An absolute path below the root has a parent.
        try
        {
            // On Unix, FileShare.None takes flock(LOCK_EX): the lock that cardano-node takes on the same file.
            return File.OpenHandle(full, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (DiskErrors.IsSharingViolation(e))
        {
            throw StorageException.Of(StorageFault.Locked, full, "another process holds this database open", e);
        }
    });

    // No advisory lock on data files: readers and the one writer share them, and "lock" keeps other processes out.
    private const FileShare Sharing = FileShare.ReadWrite | FileShare.Delete;
}
