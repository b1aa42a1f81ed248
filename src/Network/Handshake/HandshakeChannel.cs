using System.Buffers;
using System.IO.Pipelines;
using PoolTopology.Network.Bearer;
using PoolTopology.Network.Connections;
using PoolTopology.Network.Mux;
using PoolTopology.Network.Protocols;
using PoolTopology.Network.Protocols.Machine;
using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Network.Handshake;

/// <summary>Handshake messages on a bearer that carries nothing else yet.</summary>
/// <remarks>
/// Reads segment by segment and no further: what follows the handshake in the same packet is the multiplexer's.
/// One limit of 10 s covers the message and its segments.
/// </remarks>
internal sealed class HandshakeChannel : IDisposable
{
    /// <summary>The longest message.</summary>
    /// <remarks>Spec: maxTransmissionUnit, Ouroboros/Network/Protocol/Handshake/Codec.hs, July 2026.</remarks>
    public const int MessageBytesMax = ProtocolLimits.FirstWindowBytes;

    /// <summary>How long each side waits for the other's message.</summary>
    public static readonly TimeSpan MessageTimeout = ProtocolLimits.ShortWaitTime;

    private readonly IBearer _bearer;
    private readonly TimeProvider _time;
    private readonly Watchdog _receiving;
    private readonly Watchdog _sending;

    public HandshakeChannel(IBearer bearer, TimeProvider time)
    {
        _bearer = bearer;
        _time = time;
        _receiving = new Watchdog(time, bearer.Input.CancelPendingRead);
        _sending = new Watchdog(time, bearer.Output.CancelPendingFlush);
    }

    public async ValueTask SendAsync(HandshakeMessage message, ProtocolRole ourRole, CancellationToken cancellation)
    {
        byte[] payload = HandshakeCodec.Instance.Encode(message);
        SegmentHeader header = new(
            MuxClock.Now(_time),
            (ushort)MiniProtocol.Handshake,
            ourRole == ProtocolRole.Responder,
            (ushort)payload.Length);
        header.Write(_bearer.Output.GetSpan(SegmentHeader.SizeBytes));
        _bearer.Output.Advance(SegmentHeader.SizeBytes);
        _bearer.Output.Write(payload);
        _sending.Arm(MuxLimits.HandshakeSegmentTimeout);
        FlushResult result = await _bearer.Output.FlushAsync(cancellation);
        _sending.Disarm();
        if (_sending.HasExpired)
            throw new ConnectionFaultException(new CloseReason.SendTimeout(MuxLimits.HandshakeSegmentTimeout));
        if (result.IsCompleted)
            throw new ConnectionFaultException(new CloseReason.RemoteClosed());
    }

    /// <summary>Waits for the other side's message.</summary>
    /// <param name="isEitherModeAllowed">
    /// An initiator takes a responder's answer and, in a simultaneous open, another initiator's proposal.
    /// </param>
    /// <param name="cancellation">The connection ends.</param>
    public async ValueTask<HandshakeMessage> ReceiveAsync(bool isEitherModeAllowed, CancellationToken cancellation)
    {
        CborItemScanner scanner = new();
        ArrayBufferWriter<byte> message = new();
        _receiving.Arm(MessageTimeout);
        try
        {
            while (true)
            {
                int length = Find(scanner, message.WrittenSpan);
                if (length > 0)
                    return HandshakeCodec.Instance.Decode(message.WrittenMemory[..length].ToArray());
                await ReceiveSegmentAsync(message, isEitherModeAllowed, cancellation);
            }
        }
        catch (CborException malformed)
        {
            throw Failed(new HandshakeFailure.Malformed(malformed.Offset, malformed.Expected, malformed.Found));
        }
        finally
        {
            _receiving.Disarm();
        }
    }

    public static ConnectionFaultException Failed(HandshakeFailure failure) =>
        new(new CloseReason.HandshakeFailed(failure));

    public void Dispose()
    {
        _receiving.Dispose();
        _sending.Dispose();
    }

    private static int Find(CborItemScanner scanner, ReadOnlySpan<byte> received)
    {
        ScanOutcome outcome = scanner.Scan(received, MessageBytesMax, out int length);
        if (outcome == ScanOutcome.TooLarge)
            throw Failed(new HandshakeFailure.TooLarge(MessageBytesMax));
        if (outcome == ScanOutcome.Complete && length < received.Length)
            throw new CborException(length, "the end of the segment", $"{received.Length - length} more bytes");
        return outcome == ScanOutcome.Complete ? length : 0;
    }

    private async ValueTask ReceiveSegmentAsync(
        ArrayBufferWriter<byte> message, bool isEitherModeAllowed, CancellationToken cancellation)
    {
        PipeReader input = _bearer.Input;
        while (true)
        {
            ReadResult result = await input.ReadAsync(cancellation);
            ReadOnlySequence<byte> received = result.Buffer;
            if (_receiving.HasExpired)
                throw Failed(new HandshakeFailure.TimedOut(MessageTimeout));
            if (SegmentHeader.TryTake(ref received, out SegmentHeader header, out ReadOnlySequence<byte> payload))
            {
                CheckAddressee(header, isEitherModeAllowed);
                if (message.WrittenCount + payload.Length > MessageBytesMax)
                    throw Failed(new HandshakeFailure.TooLarge(MessageBytesMax));
                foreach (ReadOnlyMemory<byte> piece in payload)
                    message.Write(piece.Span);
                input.AdvanceTo(received.Start);
                return;
            }
            bool isPartial = !received.IsEmpty;
            input.AdvanceTo(received.Start, received.End);
            if (result.IsCompleted)
                throw ConnectionFaultException.Ended(isPartial);
        }
    }

    private static void CheckAddressee(SegmentHeader header, bool isEitherModeAllowed)
    {
        bool isToResponder = !header.IsFromResponder;
        if (header.Protocol != (ushort)MiniProtocol.Handshake || (!isToResponder && !isEitherModeAllowed))
            throw new ConnectionFaultException(new CloseReason.UnknownProtocol(header.Protocol, isToResponder));
    }
}
