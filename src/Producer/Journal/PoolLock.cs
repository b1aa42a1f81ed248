using System.Net.Sockets;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Producer.Journal;

/// <summary>One producer per pool and machine, wherever its keys and its journal lie.</summary>
/// <remarks>
/// A name in Linux's abstract socket space, bound and never listened on. It belongs to the network namespace, leaves no
/// file behind, and is free again when the process ends, however that ends. Copied keys with a journal of their own
/// would pass the journal's lock; they do not pass this one.
/// </remarks>
internal static class PoolLock
{
    /// <summary>Takes the lock; null while another process holds it.</summary>
    /// <remarks>Errors: <see cref="IOException"/> when the system refuses for another reason.</remarks>
    public static IDisposable? TryTake(Hash28 poolId)
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
}
