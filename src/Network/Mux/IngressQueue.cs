using System.Buffers;
using PoolTopology.Network.Protocols.Machine;

namespace PoolTopology.Network.Mux;

/// <summary>Received bytes of one protocol in one direction, until its reader takes them as messages.</summary>
/// <remarks>
/// One writer (the demultiplexer, which never waits) and one reader. Holds at most its limit; what does not fit is
/// refused and the connection ends.
/// </remarks>
internal sealed class IngressQueue(int limitBytes)
{
    private const int KeptBytesMax = 16_384;

    private readonly Lock _gate = new();
    private readonly AsyncSignal _arrived = new();
    private readonly CborItemScanner _scanner = new();
    private byte[] _buffer = [];
    private int _start;
    private int _end;

    public int LimitBytes => limitBytes;

    public int UnreadBytes
    {
        get
        {
            lock (_gate)
                return _end - _start;
        }
    }

    /// <summary>Adds a segment's payload, or refuses it because the limit would be passed.</summary>
    public bool TryAppend(in ReadOnlySequence<byte> payload)
    {
        int added = (int)payload.Length;
        if (added == 0)
            return true;
        lock (_gate)
        {
            if (added > limitBytes - (_end - _start))
                return false;
            MakeRoom(added);
            payload.CopyTo(_buffer.AsSpan(_end));
            _end += added;
        }
        _arrived.Set();
        return true;
    }

    /// <summary>Takes the next message, one whole CBOR item, if it has arrived.</summary>
    /// <remarks>Errors: CborException when the bytes can never become an item.</remarks>
    public TakeOutcome TryTake(int bytesMax, out byte[] message)
    {
        message = [];
        lock (_gate)
        {
            ScanOutcome outcome = _scanner.Scan(_buffer.AsSpan(_start, _end - _start), bytesMax, out int length);
            if (outcome == ScanOutcome.TooLarge)
                return TakeOutcome.TooLarge;
            if (outcome == ScanOutcome.Incomplete)
                return TakeOutcome.Incomplete;
            message = _buffer.AsSpan(_start, length).ToArray();
            _start += length;
            _scanner.Reset();
            if (_start == _end)
                Empty();
            return TakeOutcome.Taken;
        }
    }

    /// <summary>Waits until something has arrived since the last wait.</summary>
    public ValueTask ArrivedAsync(CancellationToken cancellation) => _arrived.WaitAsync(cancellation);

    /// <summary>The same for a limited time. False when it is over.</summary>
    public ValueTask<bool> ArrivedAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellation) =>
        _arrived.WaitAsync(limit, time, cancellation);

    private void Empty()
    {
        _start = 0;
        _end = 0;
        // What a large message needed is given back: idle connections hold little.
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
        int unread = _end - _start;
        if (_start < unread || _buffer.Length < unread + added)
        {
            long doubled = Math.Max(2L * _buffer.Length, Math.Max(512, unread + (long)added));
            byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(doubled, Math.Max(limitBytes, unread + added)));
            _buffer.AsSpan(_start, unread).CopyTo(larger);
            Replace(larger);
        }
        else
        {
            _buffer.AsSpan(_start, unread).CopyTo(_buffer);
        }
        _start = 0;
        _end = unread;
    }
}
