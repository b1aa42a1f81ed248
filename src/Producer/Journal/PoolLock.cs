using System.Net.Sockets;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Producer.Journal;

/// <summary>One producer per pool and machine, wherever its keys and its journal lie.</summary>
/// <remarks>
/// Two locks, both the kernel's and free again when the process ends, however that ends. A file below /run/lock crosses
/// network namespaces. A name in Linux's abstract socket space crosses mount namespaces and leaves no file behind; it
/// stands alone where /run/lock cannot be used. Copied keys with a journal of their own would pass the journal's lock;
/// they do not pass these. Another machine does.
/// </remarks>
internal sealed class PoolLock : IDisposable
{
    private const string LockFolder = "/run/lock";

    private readonly Socket _name;
    private readonly FileStream? _file;

    private PoolLock(Socket name, FileStream? file) => (_name, _file) = (name, file);

    /// <summary>Takes the lock; null while another process holds it.</summary>
    /// <remarks>Errors: <see cref="IOException"/> when the system refuses for another reason.</remarks>
    public static PoolLock? TryTake(Hash28 poolId)
    {
        if (TryBind(poolId) is not { } name)
            return null;
        string path = Path.Combine(LockFolder, $"pooltopology-forge-{poolId}");
        try
        {
            return new PoolLock(name, Directory.Exists(LockFolder) ? OpenExclusively(path) : null);
        }
        catch (UnauthorizedAccessException)
        {
            // A folder that this user may not write to: the name stands alone.
            return new PoolLock(name, null);
        }
        catch (IOException) when (File.Exists(path))
        {
            name.Dispose();
            return null;
        }
        catch (IOException)
        {
            // A read-only system: the name stands alone.
            return new PoolLock(name, null);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        _name.Dispose();
    }

    private static Socket? TryBind(Hash28 poolId)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint($"\0pooltopology-forge-{poolId}"));
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            return e.SocketErrorCode == SocketError.AddressAlreadyInUse ? null : throw new IOException(e.Message, e);
        }
    }

    // Reading is enough for an exclusive lock, so that the lock of another user's producer is seen too. An existing file
    // is opened without the wish to create it: in a folder that all may write to, the kernel refuses that wish.
    private static FileStream OpenExclusively(string path) => new(
        path, File.Exists(path) ? FileMode.Open : FileMode.OpenOrCreate, FileAccess.Read, FileShare.None);
}
