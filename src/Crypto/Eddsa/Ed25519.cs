using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using PoolTopology.Crypto.Curve25519;

namespace PoolTopology.Crypto.Eddsa;

/// <summary>Ed25519 signatures, accepting exactly what libsodium's crypto_sign_verify_detached accepts.</summary>
/// <remarks>
/// Spec: RFC 8032 (January 2017), section 5.1, without prehash and context. Thread-safe; no state.
/// </remarks>
public static class Ed25519
{
    /// <summary>Bytes of a secret seed, the form in which Cardano stores Ed25519 signing keys.</summary>
    public const int SeedSizeBytes = 32;

    /// <summary>Bytes of a public key.</summary>
    public const int PublicKeySizeBytes = 32;

    /// <summary>Bytes of a signature.</summary>
    public const int SignatureSizeBytes = 64;

    /// <summary>Derives the public key of a seed.</summary>
    /// <remarks>
    /// Shape: 32 bytes in, 32 bytes out. Errors: ArgumentException for other lengths. Cost: constant time; no
    /// allocation.
    /// </remarks>
    [SkipLocalsInit]
    public static void PublicKeyOf(ReadOnlySpan<byte> seed, Span<byte> destination)
    {
        Require(seed.Length == SeedSizeBytes, nameof(seed));
        Require(destination.Length == PublicKeySizeBytes, nameof(destination));
        Span<byte> expanded = stackalloc byte[Sha512.SizeBytes];
        ExpandSeed(seed, expanded, out Scalar secret);
        ScalarMultiplication.OfBase(secret, out ExtendedPoint point);
        PointEncoding.Encode(ProjectivePoint.From(point), destination);
        Scalar none = default;
        Forget(expanded, ref secret, ref none);
    }

    /// <summary>Signs a message with the key of a seed.</summary>
    /// <remarks>
    /// Shape: 32-byte seed, 64-byte signature R || S. The signature may overlap the message.
    /// Errors: ArgumentException for other lengths.
    /// Cost: constant time in the seed; two multiplications of the base point, because the public key is derived
    /// afresh:
    /// signing with a public key that does not belong to the seed would reveal the secret.
    /// No allocation for messages up to 64,000 bytes.
    /// </remarks>
    [SkipLocalsInit]
    public static void Sign(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> message, Span<byte> signature)
    {
        Require(seed.Length == SeedSizeBytes, nameof(seed));
        Require(signature.Length == SignatureSizeBytes, nameof(signature));
        Span<byte> expanded = stackalloc byte[Sha512.SizeBytes];
        Span<byte> hash = stackalloc byte[Sha512.SizeBytes];
        ExpandSeed(seed, expanded, out Scalar secret);

        // r = SHA-512(prefix || M), R = r B, A = a B
        Sha512.Hash(expanded[32..], message, default, hash);
        Scalar nonce = Scalar.FromWideBytes(hash);
        CryptographicOperations.ZeroMemory(hash);
        ScalarMultiplication.OfBase(nonce, out ExtendedPoint r);
        ScalarMultiplication.OfBase(secret, out ExtendedPoint a);
        Span<byte> encoded = stackalloc byte[2 * PointEncoding.SizeBytes];
        PointEncoding.EncodeAll([ProjectivePoint.From(r), ProjectivePoint.From(a)], encoded);

        // S = r + SHA-512(R || A || M) a
        Sha512.Hash(encoded, message, default, hash);
        Scalar challenge = Scalar.FromWideBytes(hash);
        encoded[..32].CopyTo(signature);
        Scalar.MultiplyAdd(challenge, secret, nonce).ToBytes(signature[32..]);
        Forget(expanded, ref secret, ref nonce);
    }

    /// <summary>True when the signature of the message under the public key is valid.</summary>
    /// <remarks>
    /// Errors: none; wrong lengths, non-canonical or small-order keys, small-order R, S at or above the group order and
    /// any other mismatch are all false. Cost: variable time (all inputs are public); no allocation for messages up to
    /// 64,000 bytes.
    /// Spec: the check is R = S B - h A on encodings, without cofactor, as in libsodium 1.0.18.
    /// </remarks>
    [SkipLocalsInit]
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (!IsWellFormed(publicKey, signature, out Scalar s)
            || !PointEncoding.TryDecode(publicKey, out ExtendedPoint key))
            return false;

        Span<byte> hash = stackalloc byte[Sha512.SizeBytes];
        Sha512.Hash(signature[..32], publicKey, message, hash);
        Scalar challenge = Scalar.FromWideBytes(hash);
        ExtendedPoint.Negate(key, out ExtendedPoint negatedKey);
        ScalarMultiplication.SumWithBase(challenge, negatedKey, s, out ProjectivePoint expected);
        Span<byte> encoded = stackalloc byte[PointEncoding.SizeBytes];
        PointEncoding.Encode(expected, encoded);
        return encoded.SequenceEqual(signature[..32]);
    }

    /// <summary>True when everything but the equation holds, and the key is canonical; yields S.</summary>
    internal static bool IsWellFormed(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> signature, out Scalar s)
    {
        s = default;
        if (publicKey.Length != PublicKeySizeBytes || signature.Length != SignatureSizeBytes)
            return false;
        s = Scalar.FromBytes(signature[32..]);
        return s.IsCanonical()
            && PointEncoding.IsCanonical(publicKey)
            && !PointEncoding.HasSmallOrder(signature[..32])
            && !PointEncoding.HasSmallOrder(publicKey);
    }

    /// <summary>SHA-512 of the seed: the clamped secret scalar, and the nonce prefix in the upper 32 bytes.</summary>
    internal static void ExpandSeed(ReadOnlySpan<byte> seed, Span<byte> expanded, out Scalar secret)
    {
        SHA512.HashData(seed, expanded);
        secret = Scalar.FromBytesClamped(expanded[..32]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(Span<byte> expanded, ref Scalar secret, ref Scalar nonce)
    {
        CryptographicOperations.ZeroMemory(expanded);
        secret = default;
        nonce = default;
    }

    private static void Require(bool condition, string parameter)
    {
        if (!condition)
            throw new ArgumentException("wrong length", parameter);
    }
}
