using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using PoolTopology.Crypto.Curve25519;

namespace PoolTopology.Crypto.Ecvrf;

/// <summary>The check of <see cref="Vrf.Verify"/> for up to eight certificates, each in its own lane.</summary>
/// <remarks>Pre: <see cref="FieldLanes.IsSupported"/>. Cost: variable time; the same for one as for eight.</remarks>
internal static class VrfLanes
{
    /// <summary>Certificates that are checked together.</summary>
    internal const int Count = FieldLanes.Count;

    private const int PointBytes = PointEncoding.SizeBytes;

    // Groups of eight encodings, in the order in which they are made.
    private const int OffsetOfH = 0;
    private const int OffsetOfU = LanesEncoding.SizeBytes;
    private const int OffsetOfV = 2 * LanesEncoding.SizeBytes;
    private const int OffsetOfCleared = 3 * LanesEncoding.SizeBytes;
    private const int EncodedBytes = 4 * LanesEncoding.SizeBytes;

    /// <summary>Writes for each claim whether it holds.</summary>
    [SkipLocalsInit]
    internal static void Verify(ReadOnlySpan<VrfClaim> claims, Span<bool> holds)
    {
        Span<byte> keys = stackalloc byte[LanesEncoding.SizeBytes];
        Span<byte> gammas = stackalloc byte[LanesEncoding.SizeBytes];
        Span<byte> uniform = stackalloc byte[LanesEncoding.SizeBytes];
        Span<Scalar> minusChallenges = stackalloc Scalar[Count];
        Span<Scalar> responses = stackalloc Scalar[Count];
        // Lanes that are not used, or not well-formed, compute with the neutral element.
        keys.Clear();
        gammas.Clear();
        uniform.Clear();
        minusChallenges.Clear();
        responses.Clear();
        for (int i = 0; i < claims.Length; i++)
        {
            ReadOnlySpan<byte> key = claims[i].PublicKey.Span;
            ReadOnlySpan<byte> proof = claims[i].Proof.Span;
            holds[i] = Vrf.IsWellFormed(key, proof, out Scalar response);
            if (!holds[i])
                continue;
            responses[i] = response;
            minusChallenges[i] = Scalar.Negate(Vrf.ReadChallenge(proof));
            key.CopyTo(keys[(i * PointBytes)..]);
            proof[..PointBytes].CopyTo(gammas[(i * PointBytes)..]);
            Vrf.HashToUniform(key, claims[i].Alpha.Span, uniform.Slice(i * PointBytes, PointBytes));
        }
        Span<byte> encoded = stackalloc byte[EncodedBytes];
        Compute(keys, gammas, uniform, minusChallenges, responses, encoded, out ulong isOnCurve);
        for (int i = 0; i < claims.Length; i++)
            holds[i] = holds[i] && ((isOnCurve >> i) & 1) == 1 && Holds(claims[i], encoded, i * PointBytes);
    }

    /// <summary>Computes up to eight outputs for inputs of equal length, one after the other.</summary>
    /// <remarks>Pre: the secret is below the group order. Cost: constant time in the secret.</remarks>
    [SkipLocalsInit]
    internal static void Evaluate(
        in Scalar secret, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> alphas, Span<byte> outputs)
    {
        int count = outputs.Length / Vrf.OutputSizeBytes;
        int alphaSize = alphas.Length / count;
        Span<byte> encoded = stackalloc byte[LanesEncoding.SizeBytes];
        encoded.Clear();
        for (int i = 0; i < count; i++)
        {
            Vrf.HashToUniform(
                publicKey, alphas.Slice(i * alphaSize, alphaSize), encoded.Slice(i * PointBytes, PointBytes));
        }
        Elligator2Lanes.Map(encoded, out PointLanes points);
        LanesMultiplication.OfPoints(secret, points, out PointLanes gammas);
        PointLanes.DoubleTimes(gammas, 3, out gammas);
        LanesEncoding.EncodeAll(new ReadOnlySpan<PointLanes>(in gammas), encoded);
        for (int i = 0; i < count; i++)
        {
            Vrf.OutputOf(
                encoded.Slice(i * PointBytes, PointBytes),
                outputs.Slice(i * Vrf.OutputSizeBytes, Vrf.OutputSizeBytes));
        }
    }

    // Encodes H, U = s B - c Y, V = s H - c Gamma, 8 Gamma.
    [SkipLocalsInit]
    private static void Compute(
        ReadOnlySpan<byte> keys,
        ReadOnlySpan<byte> gammas,
        ReadOnlySpan<byte> uniform,
        ReadOnlySpan<Scalar> minusChallenges,
        ReadOnlySpan<Scalar> responses,
        Span<byte> encoded,
        out ulong isOnCurve)
    {
        LanesEncoding.Decode(keys, out PointLanes y, out Vector512<long> isKey);
        LanesEncoding.Decode(gammas, out PointLanes gamma, out Vector512<long> isGamma);
        isOnCurve = (isKey & isGamma).ExtractMostSignificantBits();
        WordLanes.From(minusChallenges, out WordLanes minusC);
        WordLanes.From(responses, out WordLanes s);
        Span<PointLanes> points = stackalloc PointLanes[LanesEncoding.MaximumGroups];
        Elligator2Lanes.Map(uniform, out points[0]);
        LanesMultiplication.SumWithBase(minusC, y, s, out points[1]);
        LanesMultiplication.Sum(s, points[0], minusC, gamma, out points[2]);
        PointLanes.DoubleTimes(gamma, 3, out points[3]);
        LanesEncoding.EncodeAll(points, encoded);
    }

    private static bool Holds(in VrfClaim claim, ReadOnlySpan<byte> encoded, int offset)
    {
        ReadOnlySpan<byte> proof = claim.Proof.Span;
        Span<byte> challenge = stackalloc byte[Vrf.ChallengeSizeBytes];
        Vrf.ChallengeOf(
            encoded.Slice(OffsetOfH + offset, PointBytes),
            proof[..PointBytes],
            encoded.Slice(OffsetOfU + offset, PointBytes),
            encoded.Slice(OffsetOfV + offset, PointBytes),
            challenge);
        if (!challenge.SequenceEqual(proof.Slice(PointBytes, Vrf.ChallengeSizeBytes)))
            return false;
        Span<byte> output = stackalloc byte[Vrf.OutputSizeBytes];
        Vrf.OutputOf(encoded.Slice(OffsetOfCleared + offset, PointBytes), output);
        return output.SequenceEqual(claim.Output.Span);
    }
}
