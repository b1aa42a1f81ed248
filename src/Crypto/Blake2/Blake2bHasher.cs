using System.Security.Cryptography;

namespace PoolTopology.Crypto.Blake2;

/// <summary>BLAKE2b over data that arrives in pieces.</summary>
/// <remarks>
/// Spec: RFC 7693 (November 2015). One thread at a time. The state is wiped by <see cref="Finish"/>.
/// </remarks>
public sealed class Blake2bHasher
{
    private readonly ulong[] _state = new ulong[Blake2bCompression.StateWords];
    private readonly byte[] _buffer = new byte[Blake2bCompression.BlockBytes];
    private readonly int _sizeBytes;
    private int _buffered;
    private ulong _compressedBytes;
    private bool _isFinished;

    /// <summary>Starts a hash of 1 to 64 bytes.</summary>
    /// <remarks>Errors: ArgumentOutOfRangeException for other sizes.</remarks>
    public Blake2bHasher(int sizeBytes)
        : this(sizeBytes, default)
    {
    }

    /// <summary>Starts a keyed hash of 1 to 64 bytes; the key has 0 to 64 bytes.</summary>
    /// <remarks>Errors: ArgumentOutOfRangeException for other sizes.</remarks>
    public Blake2bHasher(int sizeBytes, ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sizeBytes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sizeBytes, Blake2b.Size512Bytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(key.Length, Blake2b.MaximumKeySizeBytes);
        _sizeBytes = sizeBytes;
        Blake2bCompression.Start(_state, sizeBytes, key.Length);
        if (key.Length == 0)
            return;
        key.CopyTo(_buffer);
        _buffered = _buffer.Length;
    }

    /// <summary>Adds a piece.</summary>
    /// <remarks>Errors: InvalidOperationException after <see cref="Finish"/>.</remarks>
    public void Append(ReadOnlySpan<byte> data)
    {
        RequireUnfinished();
        if (data.Length == 0)
            return;
        if (_buffered + data.Length <= _buffer.Length)
        {
            data.CopyTo(_buffer.AsSpan(_buffered));
            _buffered += data.Length;
            return;
        }
        // More than a block: the buffer is not the last one.
        if (_buffered > 0)
        {
            int taken = _buffer.Length - _buffered;
            data[..taken].CopyTo(_buffer.AsSpan(_buffered));
            CompressWhole(_buffer);
            data = data[taken..];
        }
        int whole = (data.Length - 1) / _buffer.Length * _buffer.Length;
        CompressWhole(data[..whole]);
        data[whole..].CopyTo(_buffer);
        _buffered = data.Length - whole;
    }

    /// <summary>Writes the hash and ends the hasher.</summary>
    /// <remarks>
    /// Errors: ArgumentException when the destination has not the size given at the start; InvalidOperationException
    /// when called twice.
    /// </remarks>
    public void Finish(Span<byte> destination)
    {
        RequireUnfinished();
        if (destination.Length != _sizeBytes)
            throw new ArgumentException("wrong length", nameof(destination));
        _buffer.AsSpan(_buffered).Clear();
        Blake2bCompression.CompressLast(_state, _buffer, _compressedBytes + (ulong)_buffered);
        Blake2bCompression.Write(_state, destination);
        CryptographicOperations.ZeroMemory(_buffer);
        Array.Clear(_state);
        _isFinished = true;
    }

    private void CompressWhole(ReadOnlySpan<byte> blocks)
    {
        Blake2bCompression.CompressWhole(_state, blocks, _compressedBytes);
        _compressedBytes += (ulong)blocks.Length;
    }

    private void RequireUnfinished()
    {
        if (_isFinished)
            throw new InvalidOperationException("the hash is finished");
    }
}
