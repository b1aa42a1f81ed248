using PoolTopology.Storage.Files;
using PoolTopology.Storage.ImmutableDb;

namespace PoolTopology.Storage.Inspection;

/// <summary>Files that can only be read.</summary>
/// <param name="files">The files.</param>
/// <param name="chunkFolder">Where the folder <c>immutable</c> is found: there, or at the root.</param>
internal sealed class ReadOnlyFileSystem(IFileSystem files, string chunkFolder) : IFileSystem
{
    /// <inheritdoc/>
    public string Describe(string path) => files.Describe(Place(path));

    /// <inheritdoc/>
    public IReadOnlyList<FolderEntry> List(string folder) => files.List(Place(folder));

    /// <inheritdoc/>
    public IReadOnlyList<string> ListFolders(string folder) => files.ListFolders(Place(folder));

    /// <inheritdoc/>
    public bool Exists(string path) => files.Exists(Place(path));

    /// <inheritdoc/>
    public IReadFile OpenRead(string path) => files.OpenRead(Place(path));

    /// <inheritdoc/>
    public void CreateFolder(string folder) => throw Refused(folder);

    /// <inheritdoc/>
    public void DeleteFolder(string folder) => throw Refused(folder);

    /// <inheritdoc/>
    public IAppendFile OpenAppend(string path) => throw Refused(path);

    /// <inheritdoc/>
    public void Rename(string source, string target) => throw Refused(source);

    /// <inheritdoc/>
    public void Delete(string path) => throw Refused(path);

    /// <inheritdoc/>
    public void FlushFolder(string folder) => throw Refused(folder);

    /// <inheritdoc/>
    public IDisposable Lock(string path) => throw Refused(path);

    private string Place(string path)
    {
        if (path == ChunkFiles.Folder)
            return chunkFolder;
        const string Prefix = ChunkFiles.Folder + "/";
        if (!path.StartsWith(Prefix, StringComparison.Ordinal))
            return path;
        return chunkFolder.Length == 0 ? path[Prefix.Length..] : $"{chunkFolder}/{path[Prefix.Length..]}";
    }

    // A defect of this program: whoever inspects a database has no business with any of these.
    private InvalidOperationException Refused(string path) =>
        new($"{Describe(path)} was opened to be looked at and may not be changed");
}
