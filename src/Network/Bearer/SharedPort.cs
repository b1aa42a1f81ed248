using System.Buffers.Binary;
using System.Net.Sockets;

namespace PoolTopology.Network.Bearer;

/// <summary>Lets calls go out from the port that we listen on.</summary>
internal static class SharedPort
{
    // SOL_SOCKET and SO_REUSEPORT of Linux; .NET has no name for the second.
    private const int SocketLevel = 1;
    private const int ReusePort = 15;

    public static void Allow(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        if (!OperatingSystem.IsLinux())
            return;
        Span<byte> yes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(yes, 1);
        socket.SetRawSocketOption(SocketLevel, ReusePort, yes);
    }
}
