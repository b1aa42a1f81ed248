using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using PoolTopology.Crypto.Curve25519;

namespace PoolTopology.Crypto.Eddsa;

/// <summary>The check of <see cref="Ed25519.Verify"/> for up to eight signatures, each in its own lane.</summary>
/// <remarks>Pre: <see cref="FieldLanes.IsSupported"/>. Cost: variable time; the same for one as for eight.</remarks>
internal static class Ed25519Lanes
{
    /// <summary>Signatures that are checked together.</summary>
    internal const int Count = FieldLanes.Count;

    private const int PointBytes = PointEncoding.SizeBytes;
    private const int HeadBytes = 2 * PointBytes;

    /// <summary>Writes for each claim whether it holds.</summary>
    [SkipLocalsInit]
    internal static void Verify(ReadOnlySpan<Ed25519Claim> claims, Span<bool> holds)
    {
        Span<byte> keys = stackalloc byte[LanesEncoding.SizeBytes];
        Span<byte> heads = stackalloc byte[Count * HeadBytes];
        Messages messages = default;
        Span<Scalar> responses = stackalloc Scalar[Count];
        // Lanes that are not used, or not well-formed, compute with the neutral element.
        keys.Clear();
        heads.Clear();
        responses.Clear();
        for (int i = 0; i < claims.Length; i++)
        {
            ReadOnlySpan<byte> key = claims[i].PublicKey.Span;
            ReadOnlySpan<byte> signature = claims[i].Signature.Span;
            holds[i] = Ed25519.IsWellFormed(key, signature, out Scalar response);
            if (!holds[i])
                continue;
            responses[i] = response;
            key.CopyTo(keys[(i * PointBytes)..]);
            signature[..PointBytes].CopyTo(heads[(i * HeadBytes)..]);
            key.CopyTo(heads[(i * HeadBytes + PointBytes)..]);
            messages[i] = claims[i].Message;
        }
        // h = SHA-512(R || A || M) mod l
        Span<byte> hashes = stackalloc byte[Sha512Lanes.SizeBytes];
        Sha512Lanes.Hash(heads, messages, hashes);
        Span<Scalar> challenges = stackalloc Scalar[Count];
        for (int i = 0; i < Count; i++)
            challenges[i] = Scalar.FromWideBytes(hashes.Slice(i * Sha512.SizeBytes, Sha512.SizeBytes));
        Compute(keys, challenges, responses, out ulong isOnCurve);
        for (int i = 0; i < claims.Length; i++)
        {
            ReadOnlySpan<byte> expected = keys.Slice(i * PointBytes, PointBytes);
            holds[i] = holds[i]
                && ((isOnCurve >> i) & 1) == 1
                && expected.SequenceEqual(claims[i].Signature.Span[..PointBytes]);
        }
    }

    // Replaces the keys A by the encodings of S B - h A.
    [SkipLocalsInit]
    private static void Compute(
        Span<byte> keys, ReadOnlySpan<Scalar> challenges, ReadOnlySpan<Scalar> responses, out ulong isOnCurve)
    {
        LanesEncoding.Decode(keys, out PointLanes points, out Vector512<long> mask);
        isOnCurve = mask.ExtractMostSignificantBits();
        PointLanes.Negate(points, out points);
        WordLanes.From(challenges, out WordLanes h);
        WordLanes.From(responses, out WordLanes s);
        LanesMultiplication.SumWithBase(h, points, s, out PointLanes sum);
        LanesEncoding.EncodeAll(new ReadOnlySpan<PointLanes>(in sum), keys);
    }

    [InlineArray(Count)]
    private struct Messages
    {
        private ReadOnlyMemory<byte> _first;
    }
}
