using System.Buffers;
using System.IO.Pipelines;
using PoolTopology.Network.Bearer;
using PoolTopology.Network.Connections;
using PoolTopology.Network.Protocols;
using PoolTopology.Network.Protocols.Machine;
using PoolTopology.Primitives;

namespace PoolTopology.Network.Mux;

/// <summary>Carries several protocols over one bearer.</summary>
/// <remarks>
/// Sending is fair: one segment of each protocol that has something, in turn. Receiving never waits for a protocol:
/// what exceeds a protocol's ingress limit ends the connection.
/// Spec: network-spec, chapter "Multiplexing mini-protocols", July 2026.
/// </remarks>
internal sealed class Multiplexer : IDisposable
{
    private readonly IBearer _bearer;
    private readonly TimeProvider _time;
    private readonly SortedDictionary<int, IngressQueue> _ingress = [];
    private readonly List<EgressQueue> _egress = [];
    private readonly AsyncSignal _written = new();
    private readonly Watchdog _receiving;
    private readonly Watchdog _sending;

    public Multiplexer(IBearer bearer, TimeProvider time)
    {
        _bearer = bearer;
        _time = time;
        _receiving = new Watchdog(time, bearer.Input.CancelPendingRead);
        _sending = new Watchdog(time, bearer.Output.CancelPendingFlush);
    }

    /// <summary>Adds our side of a protocol.</summary>
    /// <remarks>Pre: neither loop runs yet, and this side of the protocol was not opened before.</remarks>
    public MuxChannel Open(MiniProtocol protocol, ProtocolRole ourRole, int ingressBytesMax)
    {
        IngressQueue ingress = new(ingressBytesMax);
        bool isAdded = _ingress.TryAdd(KeyOf((ushort)protocol, ourRole == ProtocolRole.Responder), ingress);
        Invariant.Require(isAdded, "a side of a protocol is opened once");
        EgressQueue egress = new((ushort)protocol, isFromResponder: ourRole == ProtocolRole.Responder, _written);
        _egress.Add(egress);
        return new MuxChannel(protocol, ingress, egress);
    }

    /// <summary>Receives until the connection ends.</summary>
    /// <exception cref="ConnectionFaultException">Always, with the reason.</exception>
    public async Task ReceiveAsync(CancellationToken cancellation)
    {
        PipeReader input = _bearer.Input;
        while (true)
        {
            ReadResult result = await input.ReadAsync(cancellation);
            ReadOnlySequence<byte> received = result.Buffer;
            bool isAnyWhole = false;
            while (SegmentHeader.TryTake(ref received, out SegmentHeader header, out ReadOnlySequence<byte> payload))
            {
                isAnyWhole = true;
                Dispatch(header, payload);
            }
            bool isPartial = !received.IsEmpty;
            input.AdvanceTo(received.Start, received.End);
            if (_receiving.HasExpired)
                throw new ConnectionFaultException(new CloseReason.SegmentTimeout(MuxLimits.SegmentTimeout));
            if (result.IsCompleted)
                throw ConnectionFaultException.Ended(isPartial);
            // The limit runs from a segment's first byte to its last; between segments there is none.
            if (isAnyWhole || !isPartial)
                _receiving.Disarm();
            if (isPartial && !_receiving.IsArmed)
                _receiving.Arm(MuxLimits.SegmentTimeout);
        }
    }

    /// <summary>Sends until cancelled.</summary>
    /// <exception cref="ConnectionFaultException">The peer does not take what is sent.</exception>
    public async Task SendAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await _written.WaitAsync(cancellation);
            while (WriteRounds() > 0)
                await FlushAsync(cancellation);
        }
    }

    public void Dispose()
    {
        _receiving.Dispose();
        _sending.Dispose();
    }

    private static int KeyOf(ushort protocol, bool isToResponder) => protocol * 2 + (isToResponder ? 1 : 0);

    private void Dispatch(SegmentHeader header, in ReadOnlySequence<byte> payload)
    {
        bool isToResponder = !header.IsFromResponder;
        if (!_ingress.TryGetValue(KeyOf(header.Protocol, isToResponder), out IngressQueue? queue))
            throw new ConnectionFaultException(new CloseReason.UnknownProtocol(header.Protocol, isToResponder));
        if (!queue.TryAppend(payload))
        {
            throw new ConnectionFaultException(
                new CloseReason.IngressOverflow((MiniProtocol)header.Protocol, queue.LimitBytes));
        }
    }

    private int WriteRounds()
    {
        int total = 0;
        int round;
        do
        {
            round = 0;
            uint now = MuxClock.Now(_time);
            foreach (EgressQueue queue in _egress)
                round += queue.TryWriteSegment(_bearer.Output, now);
            total += round;
        }
        while (round > 0 && total < MuxLimits.FlushBytesMax);
        return total;
    }

    private async ValueTask FlushAsync(CancellationToken cancellation)
    {
        ValueTask<FlushResult> flush = _bearer.Output.FlushAsync(cancellation);
        FlushResult result;
        if (flush.IsCompleted)
        {
            result = await flush;
        }
        else
        {
            _sending.Arm(MuxLimits.SegmentTimeout);
            result = await flush;
            _sending.Disarm();
        }
        if (_sending.HasExpired)
            throw new ConnectionFaultException(new CloseReason.SendTimeout(MuxLimits.SegmentTimeout));
        if (result.IsCompleted)
            throw new ConnectionFaultException(new CloseReason.RemoteClosed());
    }
}
