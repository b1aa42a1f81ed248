using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace PoolTopology.Rpc.Server;

/// <summary>Creates the sockets that a server listens on.</summary>
internal static class ListenSockets
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>A bound socket that does not listen yet; a unix one is closed to others before it does.</summary>
    public static Socket Bind(EndPoint endPoint)
    {
        if (endPoint is not UnixDomainSocketEndPoint unix)
            return SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
        string path = unix.ToString();
        RemoveDead(path, unix);
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(unix);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, OwnerOnly);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Removes a socket file that nobody answers on; anything else is left for bind to refuse.</summary>
    private static void RemoveDead(string path, UnixDomainSocketEndPoint unix)
    {
        if (!File.Exists(path) || !IsSocket(path))
            return;
        using Socket probe = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(unix);
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
        {
            File.Delete(path);
        }
    }

    /// <summary>A file that cannot be opened although it exists, is empty and is not a folder: a socket.</summary>
    private static bool IsSocket(string path)
    {
        try
        {
            using FileStream opened = new(path, FileMode.Open, FileAccess.Read);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
