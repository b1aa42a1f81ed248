using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using PoolTopology.Crypto.Curve25519;
using PoolTopology.Crypto.Eddsa;

namespace PoolTopology.Crypto.Ecvrf;

/// <summary>The verifiable random function of Praos: ECVRF-ED25519-SHA512-Elligator2.</summary>
/// <remarks>
/// Spec: draft-irtf-cfrg-vrf-03 (September 2018), suite 0x04, byte for byte as cardano-base does it
/// (https://github.com/IntersectMBO/cardano-base/tree/1cda852490a2069eb39ed0624054a2903380cdb3/cardano-crypto-praos/cbits/vrf03).
/// Thread-safe; no state.
/// </remarks>
public static partial class Vrf
{
    /// <summary>Bytes of a secret seed.</summary>
    public const int SeedSizeBytes = 32;

    /// <summary>Bytes of a secret key: seed || public key.</summary>
    public const int SecretKeySizeBytes = 64;

    /// <summary>Bytes of a public key.</summary>
    public const int PublicKeySizeBytes = 32;

    /// <summary>Bytes of a proof: Gamma (32) || c (16) || s (32).</summary>
    public const int ProofSizeBytes = 80;

    /// <summary>Bytes of an output.</summary>
    public const int OutputSizeBytes = 64;

    internal const int ChallengeSizeBytes = 16;

    internal const int HashToCurveHeadBytes = 2 + PublicKeySizeBytes;
    internal const int ChallengeHeadBytes = 2 + 4 * PointEncoding.SizeBytes;
    internal const int OutputHeadBytes = 2 + PointEncoding.SizeBytes;

    private const int ChallengeOffset = 32;
    private const int ResponseOffset = ChallengeOffset + ChallengeSizeBytes;

    private const byte Suite = 0x04;
    private const byte HashToCurveTag = 0x01;
    private const byte ChallengeTag = 0x02;
    private const byte OutputTag = 0x03;

    /// <summary>Derives the secret key of a seed.</summary>
    /// <remarks>
    /// Shape: 32 bytes in, 64 bytes out; the public key is the upper half. Errors: ArgumentException for other lengths.
    /// Cost: constant time; no allocation.
    /// </remarks>
    [SkipLocalsInit]
    public static void KeyPairFromSeed(ReadOnlySpan<byte> seed, Span<byte> secretKey)
    {
        Require(seed.Length == SeedSizeBytes, nameof(seed));
        Require(secretKey.Length == SecretKeySizeBytes, nameof(secretKey));
        Span<byte> publicKey = stackalloc byte[PublicKeySizeBytes];
        Ed25519.PublicKeyOf(seed, publicKey);
        seed.CopyTo(secretKey);
        publicKey.CopyTo(secretKey[SeedSizeBytes..]);
    }

    /// <summary>Proves the output for an input.</summary>
    /// <remarks>
    /// Shape: 64-byte secret key, 80-byte proof. Errors: ArgumentException for other lengths.
    /// Cost: constant time in the secret key; no allocation for inputs up to 64,000 bytes.
    /// </remarks>
    [SkipLocalsInit]
    public static void Prove(ReadOnlySpan<byte> secretKey, ReadOnlySpan<byte> alpha, Span<byte> proof)
    {
        Require(secretKey.Length == SecretKeySizeBytes, nameof(secretKey));
        Require(proof.Length == ProofSizeBytes, nameof(proof));
        Span<byte> expanded = stackalloc byte[Sha512.SizeBytes];
        Span<byte> hash = stackalloc byte[Sha512.SizeBytes];
        Span<byte> hBytes = stackalloc byte[PointEncoding.SizeBytes];
        Span<byte> encoded = stackalloc byte[3 * PointEncoding.SizeBytes];

        Ed25519.ExpandSeed(secretKey[..SeedSizeBytes], expanded, out Scalar secret);
        HashToCurve(secretKey[SeedSizeBytes..], alpha, out ExtendedPoint h);
        PointEncoding.Encode(ProjectivePoint.From(h), hBytes);

        // k = SHA-512(prefix || H); Gamma = x H, U = k B, V = k H
        Sha512.Hash(expanded[32..], hBytes, default, hash);
        Scalar nonce = Scalar.FromWideBytes(hash);
        ScalarMultiplication.OfTwoPoints(secret, h, nonce, h, out ProjectivePoint gamma, out ProjectivePoint v);
        ScalarMultiplication.OfBase(nonce, out ExtendedPoint u);
        PointEncoding.EncodeAll([gamma, ProjectivePoint.From(u), v], encoded);

        // c = first 16 bytes of SHA-512(suite || 2 || H || Gamma || U || V), s = k + c x
        Span<byte> result = stackalloc byte[ProofSizeBytes];
        encoded[..ChallengeOffset].CopyTo(result);
        Span<byte> c = result.Slice(ChallengeOffset, ChallengeSizeBytes);
        ChallengeOf(hBytes, encoded[..32], encoded[32..64], encoded[64..], c);
        Scalar challenge = ReadChallenge(result);
        Scalar.MultiplyAdd(challenge, secret, nonce).ToBytes(result[ResponseOffset..]);
        result.CopyTo(proof);
        Forget(expanded, hash, ref secret, ref nonce);
    }

    /// <summary>Checks a proof and yields its output.</summary>
    /// <remarks>
    /// Post: the 64 output bytes are written only when the verdict is <see cref="VrfVerdict.Valid"/>; for one key and
    /// input there is only one output that verifies. Errors: ArgumentException only for a wrong output length; wrong
    /// lengths of the other inputs are verdicts. Cost: variable time (all inputs are public).
    /// </remarks>
    [SkipLocalsInit]
    public static VrfVerdict Verify(
        ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> alpha, ReadOnlySpan<byte> proof, Span<byte> output)
    {
        Require(output.Length == OutputSizeBytes, nameof(output));
        if (publicKey.Length != PublicKeySizeBytes
            || PointEncoding.HasSmallOrder(publicKey)
            || !PointEncoding.TryDecode(publicKey, out ExtendedPoint y))
            return VrfVerdict.MalformedPublicKey;
        if (proof.Length != ProofSizeBytes)
            return VrfVerdict.MalformedProof;
        Scalar s = Scalar.FromBytes(proof[ResponseOffset..]);
        if (!s.IsCanonical() || !PointEncoding.TryDecode(proof[..ChallengeOffset], out ExtendedPoint gamma))
            return VrfVerdict.MalformedProof;

        HashToCurve(publicKey, alpha, out ExtendedPoint h);
        // U = s B - c Y, V = s H - c Gamma. Y and Gamma may have a part of small order, for which (l - c) and -c
        // differ: the reference multiplies by l - c, and so must we.
        Scalar minusC = Scalar.Negate(ReadChallenge(proof));
        ScalarMultiplication.TwoSums(minusC, y, gamma, s, h, out ProjectivePoint u, out ProjectivePoint v);
        ProjectivePoint.MultiplyByCofactor(ProjectivePoint.From(gamma), out ProjectivePoint cleared);

        Span<byte> encoded = stackalloc byte[4 * PointEncoding.SizeBytes];
        PointEncoding.EncodeAll([ProjectivePoint.From(h), u, v, cleared], encoded);
        Span<byte> challenge = stackalloc byte[ChallengeSizeBytes];
        ChallengeOf(encoded[..32], proof[..ChallengeOffset], encoded[32..64], encoded[64..96], challenge);
        if (!challenge.SequenceEqual(proof.Slice(ChallengeOffset, ChallengeSizeBytes)))
            return VrfVerdict.InvalidProof;
        OutputOf(encoded[96..], output);
        return VrfVerdict.Valid;
    }

    /// <summary>Reads the output from a proof without checking the proof.</summary>
    /// <remarks>
    /// Pre: the proof was verified, or made here. Errors: false, with the output unchanged, when the proof is not
    /// 80 bytes or its Gamma not a canonical curve point; ArgumentException for a wrong output length.
    /// </remarks>
    [SkipLocalsInit]
    public static bool ProofToHash(ReadOnlySpan<byte> proof, Span<byte> output)
    {
        Require(output.Length == OutputSizeBytes, nameof(output));
        if (proof.Length != ProofSizeBytes
            || !PointEncoding.TryDecode(proof[..ChallengeOffset], out ExtendedPoint gamma))
            return false;
        ProjectivePoint.MultiplyByCofactor(ProjectivePoint.From(gamma), out ProjectivePoint cleared);
        Span<byte> encoded = stackalloc byte[PointEncoding.SizeBytes];
        PointEncoding.Encode(cleared, encoded);
        OutputOf(encoded, output);
        return true;
    }

    /// <summary>True when lengths, encodings and orders of key and proof are right; yields s.</summary>
    /// <remarks>Whether the two points are on the curve remains to be seen.</remarks>
    internal static bool IsWellFormed(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> proof, out Scalar s)
    {
        s = default;
        if (publicKey.Length != PublicKeySizeBytes || proof.Length != ProofSizeBytes)
            return false;
        s = Scalar.FromBytes(proof[ResponseOffset..]);
        return s.IsCanonical()
            && !PointEncoding.HasSmallOrder(publicKey)
            && PointEncoding.IsCanonical(publicKey)
            && PointEncoding.IsCanonical(proof[..ChallengeOffset]);
    }

    private static void HashToCurve(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> alpha, out ExtendedPoint h)
    {
        Span<byte> uniform = stackalloc byte[FieldElement.SizeBytes];
        HashToUniform(publicKey, alpha, uniform);
        Elligator2.Map(uniform, out h);
    }

    /// <summary>The first 32 bytes of SHA-512(suite || 1 || Y || alpha), of which Elligator2 makes H.</summary>
    /// <remarks>The map ignores the top bit.</remarks>
    internal static void HashToUniform(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> alpha, Span<byte> uniform)
    {
        Span<byte> head = stackalloc byte[HashToCurveHeadBytes];
        WriteHashToCurveHead(publicKey, head);
        Span<byte> hash = stackalloc byte[Sha512.SizeBytes];
        Sha512.Hash(head, alpha, default, hash);
        hash[..FieldElement.SizeBytes].CopyTo(uniform);
    }

    /// <summary>What goes before alpha when it is hashed to the curve.</summary>
    internal static void WriteHashToCurveHead(ReadOnlySpan<byte> publicKey, Span<byte> head)
    {
        head[0] = Suite;
        head[1] = HashToCurveTag;
        publicKey.CopyTo(head[2..]);
    }

    /// <summary>c: the first 16 bytes of SHA-512(suite || 2 || H || Gamma || U || V).</summary>
    internal static void ChallengeOf(
        ReadOnlySpan<byte> h,
        ReadOnlySpan<byte> gamma,
        ReadOnlySpan<byte> u,
        ReadOnlySpan<byte> v,
        Span<byte> challenge)
    {
        Span<byte> input = stackalloc byte[ChallengeHeadBytes];
        WriteChallengeHead(h, gamma, u, v, input);
        Span<byte> hash = stackalloc byte[Sha512.SizeBytes];
        SHA512.HashData(input, hash);
        hash[..ChallengeSizeBytes].CopyTo(challenge);
    }

    /// <summary>What is hashed to a challenge.</summary>
    internal static void WriteChallengeHead(
        ReadOnlySpan<byte> h,
        ReadOnlySpan<byte> gamma,
        ReadOnlySpan<byte> u,
        ReadOnlySpan<byte> v,
        Span<byte> head)
    {
        head[0] = Suite;
        head[1] = ChallengeTag;
        h.CopyTo(head[2..]);
        gamma.CopyTo(head[34..]);
        u.CopyTo(head[66..]);
        v.CopyTo(head[98..]);
    }

    /// <summary>beta = SHA-512(suite || 3 || 8 Gamma).</summary>
    internal static void OutputOf(ReadOnlySpan<byte> clearedGamma, Span<byte> output)
    {
        Span<byte> input = stackalloc byte[OutputHeadBytes];
        WriteOutputHead(clearedGamma, input);
        SHA512.HashData(input, output);
    }

    /// <summary>What is hashed to an output.</summary>
    internal static void WriteOutputHead(ReadOnlySpan<byte> clearedGamma, Span<byte> head)
    {
        head[0] = Suite;
        head[1] = OutputTag;
        clearedGamma.CopyTo(head[2..]);
    }

    /// <summary>c of a proof, as a number.</summary>
    internal static Scalar ReadChallenge(ReadOnlySpan<byte> proof)
    {
        Span<byte> bytes = stackalloc byte[Scalar.SizeBytes];
        bytes.Clear();
        proof.Slice(ChallengeOffset, ChallengeSizeBytes).CopyTo(bytes);
        return Scalar.FromBytes(bytes);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(Span<byte> expanded, Span<byte> hash, ref Scalar secret, ref Scalar nonce)
    {
        CryptographicOperations.ZeroMemory(expanded);
        CryptographicOperations.ZeroMemory(hash);
        secret = default;
        nonce = default;
    }

    private static void Require(bool condition, string parameter)
    {
        if (!condition)
            throw new ArgumentException("wrong length", parameter);
    }
}
