using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Consensus.Nonces;

/// <summary>A nonce: 32 bytes, or neutral.</summary>
/// <remarks>
/// The default value is <see cref="Neutral"/>, the identity of <see cref="Combine"/>.
/// Spec: cardano-ledger <c>Cardano.Ledger.BaseTypes.Nonce</c>.
/// </remarks>
public readonly record struct Nonce
{
    /// <summary>A nonce of 32 bytes.</summary>
    public Nonce(Hash32 hash) => Hash = hash;

    /// <summary>The nonce that changes nothing.</summary>
    public static Nonce Neutral => default;

    /// <summary>The 32 bytes, or null when neutral.</summary>
    public Hash32? Hash { get; }

    /// <summary>Has no bytes.</summary>
    public bool IsNeutral => Hash is null;

    /// <summary>The nonce of a previous-hash field: the hash, or neutral where the chain starts.</summary>
    /// <remarks>Spec: cardano-ledger <c>prevHashToNonce</c>.</remarks>
    public static Nonce OfPrevHash(Hash32? prevHash) => prevHash is Hash32 hash ? new Nonce(hash) : Neutral;

    /// <summary>a ⭒ b = BLAKE2b-256(a ‖ b); neutral on one side gives the other.</summary>
    public static Nonce Combine(Nonce left, Nonce right)
    {
        if (left.Hash is not Hash32 a)
            return right;
        if (right.Hash is not Hash32 b)
            return left;
        Span<byte> both = stackalloc byte[2 * Hash32.SizeBytes];
        a.CopyTo(both);
        b.CopyTo(both[Hash32.SizeBytes..]);
        return new Nonce(Digest.Blake2b256(both));
    }

    /// <inheritdoc/>
    public override string ToString() => Hash is Hash32 hash ? hash.ToString() : "neutral";
}
