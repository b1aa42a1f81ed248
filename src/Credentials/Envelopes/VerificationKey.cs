using PoolTopology.Crypto.Blake2;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Credentials.Envelopes;

/// <summary>A public key and what it is for. Immutable.</summary>
public sealed class VerificationKey
{
    private const int VerifyingSizeBytes = 32;

    private readonly byte[] _bytes;

    /// <summary>A key from its bytes, which are copied.</summary>
    /// <remarks>Errors: ArgumentException for another length than the kind's.</remarks>
    public VerificationKey(EnvelopeKind kind, ReadOnlySpan<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(kind);
        if (bytes.Length != kind.KeySizeBytes)
            throw new ArgumentException("wrong length", nameof(bytes));
        Kind = kind;
        _bytes = bytes.ToArray();
    }

    /// <summary>What the key is for.</summary>
    public EnvelopeKind Kind { get; }

    /// <summary>The 32 bytes that verify; an extended key's chain code is left out.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, VerifyingSizeBytes);

    /// <summary>BLAKE2b-224 of the key: a pool id, or the credential in an address.</summary>
    public Hash28 Hash28 => new(Blake2b.Hash224(Bytes));

    /// <summary>BLAKE2b-256 of the key: how a pool's registration names its VRF key.</summary>
    public Hash32 Hash32 => new(Blake2b.Hash256(Bytes));

    /// <summary>Whether this is the same 32 bytes.</summary>
    public bool HasSameBytes(ReadOnlySpan<byte> other) => Bytes.SequenceEqual(other);

    internal ReadOnlySpan<byte> WholeKey => _bytes;
}
