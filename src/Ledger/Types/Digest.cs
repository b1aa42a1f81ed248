using PoolTopology.Crypto.Blake2;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Types;

/// <summary>The chain's hashes as the chain's types.</summary>
public static class Digest
{
    /// <summary>BLAKE2b-256: of headers, bodies, transactions, VRF keys, nonces.</summary>
    public static Hash32 Blake2b256(ReadOnlySpan<byte> data)
    {
        Span<byte> hash = stackalloc byte[Hash32.SizeBytes];
        Blake2b.Hash256(data, hash);
        return new Hash32(hash);
    }

    /// <summary>BLAKE2b-224: of verification keys and scripts (pool ids, credentials).</summary>
    public static Hash28 Blake2b224(ReadOnlySpan<byte> data)
    {
        Span<byte> hash = stackalloc byte[Hash28.SizeBytes];
        Blake2b.Hash224(data, hash);
        return new Hash28(hash);
    }
}
