using System.Buffers;

namespace PoolTopology.Network.Mux;

/// <summary>Bytes of one protocol in one direction that wait to be sent.</summary>
/// <remarks>One writer (the protocol, which waits when much is unsent) and one reader (the multiplexer).</remarks>
internal sealed class EgressQueue(ushort protocol, bool isFromResponder, AsyncSignal written)
{
    private const int KeptBytesMax = 16_384;

    private readonly Lock _gate = new();
    private readonly AsyncSignal _drained = new();
    private byte[] _buffer = [];
    private int _start;
    private int _end;

    /// <summary>Adds a message, then waits until little enough is unsent.</summary>
    /// <remarks>Holds at most <see cref="MuxLimits.EgressBytesMax"/> and one message more.</remarks>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        bool isFull;
        lock (_gate)
        {
            MakeRoom(message.Length);
            message.Span.CopyTo(_buffer.AsSpan(_end));
            _end += message.Length;
            isFull = _end - _start > MuxLimits.EgressBytesMax;
        }
        written.Set();
        while (isFull)
        {
            await _drained.WaitAsync(cancellation);
            lock (_gate)
                isFull = _end - _start > MuxLimits.EgressBytesMax;
        }
    }

    /// <summary>Moves one segment to the bearer's buffer, if anything waits.</summary>
    /// <returns>The size of the segment, or 0.</returns>
    public int TryWriteSegment(IBufferWriter<byte> output, uint timestampMicroseconds)
    {
        int payload;
        lock (_gate)
        {
            payload = Math.Min(_end - _start, MuxLimits.SentPayloadBytesMax);
            if (payload == 0)
                return 0;
            Span<byte> segment = output.GetSpan(SegmentHeader.SizeBytes + payload);
            new SegmentHeader(timestampMicroseconds, protocol, isFromResponder, (ushort)payload).Write(segment);
            _buffer.AsSpan(_start, payload).CopyTo(segment[SegmentHeader.SizeBytes..]);
            output.Advance(SegmentHeader.SizeBytes + payload);
            _start += payload;
            if (_start == _end)
                Empty();
        }
        _drained.Set();
        return SegmentHeader.SizeBytes + payload;
    }

    private void Empty()
    {
        _start = 0;
        _end = 0;
        // What much traffic needed is given back: idle connections hold little.
        if (_buffer.Length > KeptBytesMax)
            Replace([]);
    }

    private void Replace(byte[] buffer)
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = buffer;
    }

    private void MakeRoom(int added)
    {
        if (_buffer.Length - _end >= added)
            return;
        int unsent = _end - _start;
        byte[] target = _buffer.Length >= unsent + added
            ? _buffer
            : ArrayPool<byte>.Shared.Rent(Math.Max(2 * _buffer.Length, Math.Max(256, unsent + added)));
        _buffer.AsSpan(_start, unsent).CopyTo(target);
        if (target != _buffer)
            Replace(target);
        _start = 0;
        _end = unsent;
    }
}
