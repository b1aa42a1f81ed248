using System.Buffers;
using System.Net;
using System.Net.Sockets;
using PoolTopology.Network.Handshake;
using PoolTopology.Network.Mux;
using PoolTopology.Network.Protocols;
using PoolTopology.Network.Protocols.Machine;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Micro.Serving;

/// <summary>A node-to-node client that does as little as possible: what is measured is the server.</summary>
/// <remarks>One thread, blocking calls, one protocol at a time; messages are cut at their borders and not decoded.</remarks>
internal sealed class WireClient : IDisposable
{
    private const int MessageBytesMax = 2_500_000;

    private readonly Socket _socket;
    private readonly byte[] _received = new byte[1 << 20];
    private readonly CborItemScanner _scanner = new();
    private int _receivedStart;
    private int _receivedEnd;
    private byte[] _messages = new byte[4 << 20];
    private int _messagesStart;
    private int _messagesEnd;

    private WireClient(Socket socket) => _socket = socket;

    /// <summary>The bytes of the messages that were taken.</summary>
    public long TakenBytes { get; private set; }

    /// <summary>Connects and agrees on a version.</summary>
    public static WireClient Connect(IPEndPoint server, NetworkMagic magic)
    {
        Socket socket = new(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(server);
        WireClient client = new(socket);
        VersionData ours = new(magic, IsInitiatorOnly: true, IsSharingPeers: false, IsQuery: false);
        client.Send(
            MiniProtocol.Handshake,
            HandshakeCodec.Instance.Encode(new HandshakeMessage.ProposeVersions(NodeVersions.Propose(ours))));
        HandshakeMessage answer = HandshakeCodec.Instance.Decode(client.Take(MiniProtocol.Handshake).ToArray());
        if (answer is not HandshakeMessage.AcceptVersion)
            throw new InvalidOperationException($"the server refused: {answer}");
        return client;
    }

    /// <summary>Sends one message, or several one after another.</summary>
    public void Send(MiniProtocol protocol, ReadOnlySpan<byte> messages)
    {
        ArrayBufferWriter<byte> output = new(messages.Length + 256);
        while (!messages.IsEmpty)
        {
            int payload = Math.Min(messages.Length, MuxLimits.SentPayloadBytesMax);
            new SegmentHeader(0, (ushort)protocol, IsFromResponder: false, (ushort)payload)
                .Write(output.GetSpan(SegmentHeader.SizeBytes));
            output.Advance(SegmentHeader.SizeBytes);
            output.Write(messages[..payload]);
            messages = messages[payload..];
        }
        _socket.Send(output.WrittenSpan);
    }

    /// <summary>Takes the next message; its bytes are valid until the next call.</summary>
    public ReadOnlySpan<byte> Take(MiniProtocol protocol)
    {
        while (true)
        {
            Span<byte> unread = _messages.AsSpan(_messagesStart, _messagesEnd - _messagesStart);
            if (!unread.IsEmpty && _scanner.Scan(unread, MessageBytesMax, out int length) == ScanOutcome.Complete)
            {
                _scanner.Reset();
                _messagesStart += length;
                TakenBytes += length;
                return unread[..length];
            }
            while (!TakeSegments((ushort)protocol))
                Receive();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private bool TakeSegments(ushort protocol)
    {
        bool isAny = false;
        while (_receivedEnd - _receivedStart >= SegmentHeader.SizeBytes)
        {
            SegmentHeader header = SegmentHeader.Read(_received.AsSpan(_receivedStart));
            int end = _receivedStart + SegmentHeader.SizeBytes + header.PayloadBytes;
            if (end > _receivedEnd)
                break;
            if (header.Protocol == protocol)
            {
                Append(_received.AsSpan(_receivedStart + SegmentHeader.SizeBytes, header.PayloadBytes));
                isAny = true;
            }
            _receivedStart = end;
        }
        return isAny;
    }

    private void Append(ReadOnlySpan<byte> payload)
    {
        if (_messages.Length - _messagesEnd < payload.Length)
        {
            int unread = _messagesEnd - _messagesStart;
            if (unread + payload.Length > _messages.Length)
                Array.Resize(ref _messages, 2 * _messages.Length);
            _messages.AsSpan(_messagesStart, unread).CopyTo(_messages);
            (_messagesStart, _messagesEnd) = (0, unread);
        }
        payload.CopyTo(_messages.AsSpan(_messagesEnd));
        _messagesEnd += payload.Length;
    }

    private void Receive()
    {
        int left = _receivedEnd - _receivedStart;
        _received.AsSpan(_receivedStart, left).CopyTo(_received);
        (_receivedStart, _receivedEnd) = (0, left);
        int count = _socket.Receive(_received.AsSpan(left));
        if (count == 0)
            throw new InvalidOperationException("the server closed the connection");
        _receivedEnd += count;
    }
}
