namespace PoolTopology.Storage.Files;

/// <summary>The few file operations that a database needs, relative to the database's folder.</summary>
/// <remarks>
/// Shape: paths use <c>/</c>; the empty path is the database's folder itself.
/// Errors: every member throws <see cref="StorageException"/> and nothing else for a failure of the environment.
/// Post: creating, renaming and deleting survive a power loss only after <see cref="FlushFolder"/> of the folder.
/// </remarks>
public interface IFileSystem
{
    /// <summary>The path as the operator would write it, for messages.</summary>
    string Describe(string path);

    /// <summary>The files of a folder in ordinal order of their names; none when the folder is missing.</summary>
    IReadOnlyList<FolderEntry> List(string folder);

    /// <summary>The names of a folder's folders in ordinal order; none when the folder is missing.</summary>
    IReadOnlyList<string> ListFolders(string folder);

    /// <summary>A file stands at the path.</summary>
    bool Exists(string path);

    /// <summary>Creates a folder and the folders above it, where missing.</summary>
    void CreateFolder(string folder);

    /// <summary>Deletes a folder; nothing happens when there is none, or when something is in it.</summary>
    void DeleteFolder(string folder);

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="StorageException"><see cref="StorageFault.Missing"/> when there is none.</exception>
    IReadFile OpenRead(string path);

    /// <summary>Opens a file for appending, creating it where missing.</summary>
    IAppendFile OpenAppend(string path);

    /// <summary>Gives a file another name, replacing what stands there, atomically.</summary>
    void Rename(string source, string target);

    /// <summary>Deletes a file; nothing happens when there is none. Open handles go on reading it.</summary>
    void Delete(string path);

    /// <summary>Waits until creations, renames and deletions in the folder are on the device.</summary>
    void FlushFolder(string folder);

    /// <summary>Takes the lock that a file stands for, until the result is disposed or the process ends.</summary>
    /// <exception cref="StorageException"><see cref="StorageFault.Locked"/> when another process holds it.</exception>
    IDisposable Lock(string path);
}
