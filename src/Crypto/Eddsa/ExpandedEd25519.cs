using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using PoolTopology.Crypto.Curve25519;

namespace PoolTopology.Crypto.Eddsa;

/// <summary>Ed25519 with keys that have no seed: scalar and nonce prefix, as BIP32-Ed25519 derives them.</summary>
/// <remarks>
/// Signatures verify with <see cref="Ed25519.Verify"/>. Shape: 32 bytes scalar, clamped already, and 32 bytes prefix.
/// Spec: RFC 8032 (January 2017), section 5.1.6, from step 2 on; Khovratovich and Law, "BIP32-Ed25519" (2017).
/// Thread-safe; no state.
/// </remarks>
public static class ExpandedEd25519
{
    /// <summary>Bytes of an expanded key.</summary>
    public const int KeySizeBytes = 64;

    private const int ScalarSizeBytes = 32;

    /// <summary>Derives the public key.</summary>
    /// <remarks>Shape: 64 bytes in, 32 out. Errors: ArgumentException for other lengths. Cost: constant time.</remarks>
    public static void PublicKeyOf(ReadOnlySpan<byte> key, Span<byte> destination)
    {
        Require(key.Length == KeySizeBytes, nameof(key));
        Require(destination.Length == Ed25519.PublicKeySizeBytes, nameof(destination));
        Scalar secret = Scalar.FromBytesClamped(key[..ScalarSizeBytes]);
        EncodeMultipleOfBase(secret, destination);
        Forget(default, ref secret);
    }

    /// <summary>Signs a message.</summary>
    /// <remarks>
    /// Shape: 64-byte key, 64-byte signature R || S. Errors: ArgumentException for other lengths.
    /// Cost: constant time in the key.
    /// </remarks>
    [SkipLocalsInit]
    public static void Sign(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, Span<byte> signature)
    {
        Require(signature.Length == Ed25519.SignatureSizeBytes, nameof(signature));
        Span<byte> publicKey = stackalloc byte[Ed25519.PublicKeySizeBytes];
        PublicKeyOf(key, publicKey);
        Scalar secret = Scalar.FromBytesClamped(key[..ScalarSizeBytes]);
        Span<byte> hash = stackalloc byte[Sha512.SizeBytes];
        Span<byte> result = stackalloc byte[Ed25519.SignatureSizeBytes];

        // r = SHA-512(prefix || M), R = r B, S = r + SHA-512(R || A || M) a
        Sha512.Hash(key[ScalarSizeBytes..], message, default, hash);
        Scalar nonce = Scalar.FromWideBytes(hash);
        EncodeMultipleOfBase(nonce, result[..32]);
        CryptographicOperations.ZeroMemory(hash);
        Sha512.Hash(result[..32], publicKey, message, hash);
        Scalar.MultiplyAdd(Scalar.FromWideBytes(hash), secret, nonce).ToBytes(result[32..]);
        result.CopyTo(signature);
        Forget(hash, ref nonce);
        Forget(default, ref secret);
    }

    private static void EncodeMultipleOfBase(in Scalar scalar, Span<byte> destination)
    {
        ScalarMultiplication.OfBase(scalar, out ExtendedPoint point);
        PointEncoding.Encode(ProjectivePoint.From(point), destination);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(Span<byte> bytes, ref Scalar scalar)
    {
        CryptographicOperations.ZeroMemory(bytes);
        scalar = default;
    }

    private static void Require(bool condition, string parameter)
    {
        if (!condition)
            throw new ArgumentException("wrong length", parameter);
    }
}
