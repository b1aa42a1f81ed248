using System.Buffers;
using PoolTopology.Crypto.Blake2;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Persistence;

/// <summary>Hashes what is written instead of keeping it: BLAKE2b-256.</summary>
internal sealed class HashingWriter : IBufferWriter<byte>
{
    private readonly Blake2bHasher _hasher = new(Hash32.SizeBytes);
    private byte[] _buffer = new byte[4096];

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (sizeHint > _buffer.Length)
            _buffer = new byte[sizeHint];
        return _buffer;
    }

    public void Advance(int count) => _hasher.Append(_buffer.AsSpan(0, count));

    public Hash32 Finish()
    {
        Span<byte> hash = stackalloc byte[Hash32.SizeBytes];
        _hasher.Finish(hash);
        return new Hash32(hash);
    }
}
