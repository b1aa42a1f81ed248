using System.Buffers;
using System.IO.Pipelines;
using PoolTopology.Network.Bearer;
using PoolTopology.Network.Handshake;
using PoolTopology.Network.Mux;
using PoolTopology.Network.Protocols;
using PoolTopology.Network.Protocols.Machine;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Network.Tests.Fakes;

/// <summary>A peer that sends what a test says, byte for byte, and reads what comes back.</summary>
internal sealed class RawPeer(IBearer bearer) : IAsyncDisposable
{
    public IBearer Bearer => bearer;

    public static byte[] Segment(MiniProtocol protocol, bool isFromResponder, ReadOnlySpan<byte> payload) =>
        Segment((ushort)protocol, isFromResponder, payload);

    public static byte[] Segment(ushort protocol, bool isFromResponder, ReadOnlySpan<byte> payload)
    {
        byte[] segment = new byte[SegmentHeader.SizeBytes + payload.Length];
        new SegmentHeader(0, protocol, isFromResponder, (ushort)payload.Length).Write(segment);
        payload.CopyTo(segment.AsSpan(SegmentHeader.SizeBytes));
        return segment;
    }

    public static byte[] Proposal(uint magic = 42, bool isInitiatorOnly = false, bool isQuery = false) => Segment(
        MiniProtocol.Handshake,
        isFromResponder: false,
        HandshakeCodec.Instance.Encode(new HandshakeMessage.ProposeVersions(
            NodeVersions.Propose(new VersionData(new NetworkMagic(magic), isInitiatorOnly, false, isQuery)))));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        bearer.Output.Write(bytes.Span);
        await bearer.Output.FlushAsync();
    }

    public Task SendAsync<TMessage>(MiniProtocol protocol, MessageCodec<TMessage> codec, TMessage message, bool isFromResponder = false)
        where TMessage : class =>
        SendAsync(Segment(protocol, isFromResponder, codec.Encode(message)));

    /// <summary>Reads one segment, or null when the other side has closed.</summary>
    public async Task<(SegmentHeader Header, byte[] Payload)?> ReceiveAsync()
    {
        while (true)
        {
            ReadResult result = await bearer.Input.ReadAsync();
            ReadOnlySequence<byte> received = result.Buffer;
            if (SegmentHeader.TryTake(ref received, out SegmentHeader header, out ReadOnlySequence<byte> payload))
            {
                byte[] copy = payload.ToArray();
                bearer.Input.AdvanceTo(received.Start);
                return (header, copy);
            }
            bearer.Input.AdvanceTo(received.Start, received.End);
            if (result.IsCompleted)
                return null;
        }
    }

    public async Task<TMessage> ReceiveAsync<TMessage>(MessageCodec<TMessage> codec)
        where TMessage : class =>
        codec.Decode((await ReceiveAsync() ?? throw new InvalidOperationException("closed")).Payload);

    /// <summary>Reads until the other side closes.</summary>
    public async Task DrainAsync()
    {
        while (await ReceiveAsync() is not null)
        {
            // What came is of no interest.
        }
    }

    /// <summary>Shakes hands as a client.</summary>
    public async Task GreetAsync(bool isInitiatorOnly = false)
    {
        await SendAsync(Proposal(isInitiatorOnly: isInitiatorOnly));
        HandshakeMessage answer = await ReceiveAsync(HandshakeCodec.Instance);
        if (answer is not HandshakeMessage.AcceptVersion)
            throw new InvalidOperationException($"the node answered {answer}");
    }

    public ValueTask DisposeAsync() => bearer.DisposeAsync();
}
