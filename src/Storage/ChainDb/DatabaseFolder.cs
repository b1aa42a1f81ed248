using System.Globalization;
using System.Text;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Files;

namespace PoolTopology.Storage.ChainDb;

/// <summary>The database's own folder: the lock, the network's marker, the mark of a clean shutdown.</summary>
/// <remarks>
/// Shape: the files are those of cardano-node: <c>lock</c> (empty), <c>protocolMagicId</c> (the network magic in
/// decimal), <c>clean</c> (empty, there only while no node has the database open and the last one closed it properly);
/// and of our own <c>check-all-chunks</c> (empty, there when a block was found damaged while the database was open).
/// Spec: ouroboros-consensus-diffusion <c>Node/{DbLock,DbMarker,Recovery}.hs</c>.
/// </remarks>
internal sealed class DatabaseFolder : IDisposable
{
    private const string LockFile = "lock";
    private const string MarkerFile = "protocolMagicId";
    private const string CleanFile = "clean";
    private const string CheckAllFile = "check-all-chunks";

    // What may stand in a database that has no marker: someone copied its subfolders by hand, or it is new.
    private static readonly string[] OwnFiles =
        [LockFile, CleanFile, CheckAllFile, MarkerFile + FileSystemExtensions.TemporarySuffix];

    private readonly IFileSystem _files;
    private readonly IDisposable _lock;

    private DatabaseFolder(IFileSystem files, IDisposable taken, bool wasClean)
    {
        MustCheckAll = files.Exists(CheckAllFile);
        _files = files;
        _lock = taken;
        WasClean = wasClean;
    }

    /// <summary>The database was closed properly.</summary>
    public bool WasClean { get; }

    /// <summary>The last time something was read that is damaged.</summary>
    public bool MustCheckAll { get; }

    /// <summary>Takes the folder for this process.</summary>
    /// <exception cref="StorageException">
    /// <see cref="StorageFault.Locked"/> or <see cref="StorageFault.WrongDatabase"/>; nothing was changed.
    /// </exception>
    public static DatabaseFolder Open(IFileSystem files, NetworkMagic magic)
    {
        files.CreateFolder("");
        IDisposable taken = files.Lock(LockFile);
        try
        {
            CheckMarker(files, magic);
            bool wasClean = files.Exists(CleanFile);
            files.Delete(CleanFile);
            files.FlushFolder("");
            return new DatabaseFolder(files, taken, wasClean);
        }
        catch (StorageException)
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>The network of a database that is only looked at; null where no marker stands or it cannot be read.</summary>
    public static NetworkMagic? TryReadMarker(IFileSystem files)
    {
        if (!files.Exists(MarkerFile))
            return null;
        string text = Encoding.ASCII.GetString(files.ReadAll(MarkerFile)).Trim();
        return uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint value)
            ? new NetworkMagic(value)
            : null;
    }

    /// <summary>The last node that had the database open closed it properly, and none has it open now.</summary>
    public static bool IsMarkedClean(IFileSystem files) => files.Exists(CleanFile);

    /// <summary>Notes that the database was closed properly.</summary>
    public void MarkClean()
    {
        using (IAppendFile file = _files.OpenAppend(CleanFile))
            file.Flush();
        _files.FlushFolder("");
    }

    /// <summary>Notes that every chunk must be checked the next time.</summary>
    public void RequireFullCheck()
    {
        using (IAppendFile file = _files.OpenAppend(CheckAllFile))
            file.Flush();
        _files.FlushFolder("");
    }

    /// <summary>Notes that this has been done.</summary>
    public void AllChecked()
    {
        if (MustCheckAll)
            _files.Delete(CheckAllFile);
    }

    public void Dispose() => _lock.Dispose();

    private static void CheckMarker(IFileSystem files, NetworkMagic magic)
    {
        string expected = magic.ToString();
        if (!files.Exists(MarkerFile))
        {
            foreach (FolderEntry file in files.List(""))
            {
                if (!OwnFiles.Contains(file.Name, StringComparer.Ordinal))
                {
                    throw Wrong(files, $"there is no such file, but {file.Name} stands beside its place, "
                        + "so this does not look like a database folder");
                }
            }
            files.ReplaceAtomically(MarkerFile, Encoding.ASCII.GetBytes(expected));
            return;
        }
        string found = Encoding.ASCII.GetString(files.ReadAll(MarkerFile)).Trim();
        if (!uint.TryParse(found, NumberStyles.None, CultureInfo.InvariantCulture, out uint value))
            throw Wrong(files, "the file does not hold a network magic");
        if (value != magic.Value)
            throw Wrong(files, $"the database is that of network magic {value}, the configuration's is {expected}");
    }

    private static StorageException Wrong(IFileSystem files, string what) =>
        StorageException.Of(StorageFault.WrongDatabase, files.Describe(MarkerFile), what);
}
