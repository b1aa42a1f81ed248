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

    /// <summary>Writes for each claim whether it holds.</summary>
    [SkipLocalsInit]
    internal static void Verify(ReadOnlySpan<Ed25519Claim> claims, Span<bool> holds)
    {
        Span<byte> keys = stackalloc byte[LanesEncoding.SizeBytes];
        Span<Scalar> responses = stackalloc Scalar[Count];
        Span<Scalar> challenges = stackalloc Scalar[Count];
        // Lanes that are not used, or not well-formed, compute with the neutral element.
        keys.Clear();
        responses.Clear();
        challenges.Clear();
        for (int i = 0; i < claims.Length; i++)
        {
            holds[i] = Ed25519.IsWellFormed(claims[i].PublicKey.Span, claims[i].Signature.Span, out Scalar response);
            if (!holds[i])
                continue;
            claims[i].PublicKey.Span.CopyTo(keys[(i * PointEncoding.SizeBytes)..]);
            responses[i] = response;
            challenges[i] = Ed25519.ChallengeOf(
                claims[i].PublicKey.Span, claims[i].Message.Span, claims[i].Signature.Span);
        }
        Compute(keys, challenges, responses, out ulong isOnCurve);
        for (int i = 0; i < claims.Length; i++)
        {
            ReadOnlySpan<byte> expected = keys.Slice(i * PointEncoding.SizeBytes, PointEncoding.SizeBytes);
            holds[i] = holds[i]
                && ((isOnCurve >> i) & 1) == 1
                && expected.SequenceEqual(claims[i].Signature.Span[..PointEncoding.SizeBytes]);
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
}
