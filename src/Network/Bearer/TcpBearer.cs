using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;

namespace PoolTopology.Network.Bearer;

/// <summary>A TCP connection as a bearer.</summary>
internal sealed class TcpBearer : IBearer
{
    // A flush is one system call for each buffer, so a buffer takes all that is written before one. Rented while in use.
    private const int OutputBufferBytes = 131_072;

    private readonly Socket _socket;
    private readonly NetworkStream _stream;

    public TcpBearer(Socket socket)
    {
        socket.NoDelay = true;
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true);
        LocalEndPoint = Plain(socket.LocalEndPoint);
        RemoteEndPoint = Plain(socket.RemoteEndPoint);
        Input = PipeReader.Create(_stream, new StreamPipeReaderOptions(bufferSize: 16_384, leaveOpen: true));
        Output = PipeWriter.Create(
            _stream, new StreamPipeWriterOptions(minimumBufferSize: OutputBufferBytes, leaveOpen: true));
    }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    public IPEndPoint LocalEndPoint { get; }

    public IPEndPoint RemoteEndPoint { get; }

    /// <summary>Closes the connection; what was flushed before is still delivered.</summary>
    public async ValueTask DisposeAsync()
    {
        // The pipes give their buffers back; what was not flushed is dropped, for the peer does not read any more.
        await Input.CompleteAsync();
        await Output.CompleteAsync(new OperationCanceledException());
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // The peer was faster.
        }
        await _stream.DisposeAsync();
    }

    private static IPEndPoint Plain(EndPoint? endPoint)
    {
        if (endPoint is not IPEndPoint plain)
            throw new SocketException((int)SocketError.NotConnected);
        return plain.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(plain.Address.MapToIPv4(), plain.Port) : plain;
    }
}
