using PoolTopology.Crypto.Eddsa;

namespace PoolTopology.Crypto.Kes;

/// <summary>Sum6KES, the key-evolving signatures of block headers: one key for 64 periods, old ones erased.</summary>
/// <remarks>
/// Units: periods are counted from the start of the key, 0 to 63.
/// Shape: the signing key is what cardano-base serialises, without a period counter: leaf seed, then for each of the
/// six levels from the leaf up: seed of the right subtree (zero once used), left and right verification keys.
/// The signature is an Ed25519 signature, then left and right verification keys for each level from the leaf up.
/// Spec: Malkin, Micciancio, Miner, "Composition and Efficiency Tradeoffs for Forward-Secure Digital Signatures"
/// (2002), section 3.1; seeds and keys are hashed with BLAKE2b-256
/// (https://github.com/IntersectMBO/cardano-base/blob/01e74a41bba11569d36a7296167aac4af86960e6/cardano-crypto-class/src/Cardano/Crypto/KES/Sum.hs).
/// Thread-safe; a signing key belongs to its caller, who keeps it in locked memory.
/// </remarks>
public static class SumKes
{
    /// <summary>Periods that one key can sign.</summary>
    public const int Periods = 1 << Depth;

    /// <summary>Bytes of a secret seed.</summary>
    public const int SeedSizeBytes = 32;

    /// <summary>Bytes of a signing key.</summary>
    public const int SigningKeySizeBytes = 608;

    /// <summary>Bytes of a verification key.</summary>
    public const int VerificationKeySizeBytes = 32;

    /// <summary>Bytes of a signature.</summary>
    public const int SignatureSizeBytes = 448;

    private const int Depth = 6;

    /// <summary>Makes the signing key for period 0.</summary>
    /// <remarks>
    /// Shape: 32-byte seed, 608-byte key. Errors: ArgumentException for other lengths.
    /// Cost: 64 Ed25519 key generations; constant time. Post: the caller erases the seed, from which all periods
    /// follow.
    /// </remarks>
    public static void GenerateKey(ReadOnlySpan<byte> seed, Span<byte> signingKey) =>
        SumKesTree.GenerateKey(Depth, seed, signingKey);

    /// <summary>Derives the verification key, the same in every period.</summary>
    /// <remarks>Shape: 608 bytes in, 32 bytes out. Errors: ArgumentException for other lengths.</remarks>
    public static void VerificationKeyOf(ReadOnlySpan<byte> signingKey, Span<byte> verificationKey) =>
        SumKesTree.VerificationKeyOf(Depth, signingKey, verificationKey);

    /// <summary>
    /// Evolves the signing key in place from a period to the next, erasing what could sign the old one.
    /// </summary>
    /// <remarks>
    /// Pre: the key is at the stated period (the bytes do not say). Post: the old leaf seed and the seed that made the
    /// new subtree are gone from the buffer. Errors: false, with the key unchanged, when the period is the last one;
    /// ArgumentException for wrong lengths, ArgumentOutOfRangeException for a period outside 0 to 63.
    /// Cost: up to 32 Ed25519 key generations; constant time in the key.
    /// </remarks>
    public static bool Update(Span<byte> signingKey, int period) => SumKesTree.Update(Depth, signingKey, period);

    /// <summary>Signs a message in the period that the key is at.</summary>
    /// <remarks>
    /// Pre: the key is at the stated period. Shape: 608-byte key, 448-byte signature.
    /// Errors: ArgumentException for wrong lengths, ArgumentOutOfRangeException for a period outside 0 to 63.
    /// </remarks>
    public static void Sign(
        ReadOnlySpan<byte> signingKey, int period, ReadOnlySpan<byte> message, Span<byte> signature) =>
        SumKesTree.Sign(Depth, signingKey, period, message, signature);

    /// <summary>True when the signature is valid for the message in this period, and only this one.</summary>
    /// <remarks>
    /// Errors: none; wrong lengths and periods outside 0 to 63 are false. Cost: variable time (all inputs are public).
    /// </remarks>
    public static bool Verify(
        ReadOnlySpan<byte> verificationKey, int period, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        SumKesTree.Verify(Depth, verificationKey, period, message, signature);

    /// <summary>The leaf's signature as a claim of its own; false when the way to the leaf does not hold.</summary>
    internal static bool TryReduce(in KesClaim claim, out Ed25519Claim leaf)
    {
        leaf = default;
        if (!SumKesTree.TryFindLeaf(
                Depth, claim.VerificationKey.Span, claim.Period, claim.Signature.Span, out int leafOffset))
            return false;
        leaf = new Ed25519Claim(
            claim.Signature.Slice(leafOffset, Ed25519.PublicKeySizeBytes),
            claim.Message,
            claim.Signature[..Ed25519.SignatureSizeBytes]);
        return true;
    }
}
