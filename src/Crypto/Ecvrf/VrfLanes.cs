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
    private const int StackHeadBytes = 128;

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
        Span<byte> heads = stackalloc byte[Count * Vrf.HashToCurveHeadBytes];
        Alphas alphas = default;
        Span<Scalar> minusChallenges = stackalloc Scalar[Count];
        Span<Scalar> responses = stackalloc Scalar[Count];
        // Lanes that are not used, or not well-formed, compute with the neutral element.
        keys.Clear();
        gammas.Clear();
        heads.Clear();
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
            Vrf.WriteHashToCurveHead(key, heads.Slice(i * Vrf.HashToCurveHeadBytes, Vrf.HashToCurveHeadBytes));
            alphas[i] = claims[i].Alpha;
        }
        Span<byte> uniform = stackalloc byte[LanesEncoding.SizeBytes];
        HashToUniform(heads, alphas, uniform);
        Span<byte> encoded = stackalloc byte[EncodedBytes];
        Compute(keys, gammas, uniform, minusChallenges, responses, encoded, out ulong isOnCurve);
        CheckChallenges(claims, encoded, isOnCurve, holds);
        CheckOutputs(claims, encoded[OffsetOfCleared..], holds);
    }

    /// <summary>Computes up to eight outputs for inputs of equal length, one after the other.</summary>
    /// <remarks>Pre: the secret is below the group order. Cost: constant time in the secret.</remarks>
    [SkipLocalsInit]
    internal static void Evaluate(
        in Scalar secret, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> alphas, Span<byte> outputs)
    {
        int count = outputs.Length / Vrf.OutputSizeBytes;
        int alphaSize = alphas.Length / count;
        int headSize = Vrf.HashToCurveHeadBytes + alphaSize;
        Span<byte> heads = headSize <= StackHeadBytes
            ? stackalloc byte[Count * headSize]
            : new byte[Count * headSize];
        heads.Clear();
        for (int i = 0; i < count; i++)
        {
            Span<byte> head = heads.Slice(i * headSize, headSize);
            Vrf.WriteHashToCurveHead(publicKey, head);
            alphas.Slice(i * alphaSize, alphaSize).CopyTo(head[Vrf.HashToCurveHeadBytes..]);
        }
        Span<byte> encoded = stackalloc byte[LanesEncoding.SizeBytes];
        HashToUniform(heads, default, encoded);
        Elligator2Lanes.Map(encoded, out PointLanes points);
        LanesMultiplication.OfPoints(secret, points, out PointLanes gammas);
        PointLanes.DoubleTimes(gammas, 3, out gammas);
        LanesEncoding.EncodeAll(new ReadOnlySpan<PointLanes>(in gammas), encoded);
        Span<byte> hashes = stackalloc byte[Sha512Lanes.SizeBytes];
        HashToOutputs(encoded, hashes);
        hashes[..outputs.Length].CopyTo(outputs);
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

    // The first 32 bytes of each lane's hash; the map ignores top bits.
    private static void HashToUniform(
        ReadOnlySpan<byte> heads, ReadOnlySpan<ReadOnlyMemory<byte>> tails, Span<byte> uniform)
    {
        Span<byte> hashes = stackalloc byte[Sha512Lanes.SizeBytes];
        Sha512Lanes.Hash(heads, tails, hashes);
        for (int i = 0; i < Count; i++)
            hashes.Slice(i * Sha512.SizeBytes, PointBytes).CopyTo(uniform[(i * PointBytes)..]);
    }

    private static void HashToOutputs(ReadOnlySpan<byte> cleared, Span<byte> hashes)
    {
        Span<byte> heads = stackalloc byte[Count * Vrf.OutputHeadBytes];
        for (int i = 0; i < Count; i++)
        {
            Vrf.WriteOutputHead(
                cleared.Slice(i * PointBytes, PointBytes),
                heads.Slice(i * Vrf.OutputHeadBytes, Vrf.OutputHeadBytes));
        }
        Sha512Lanes.Hash(heads, default, hashes);
    }

    private static void CheckChallenges(
        ReadOnlySpan<VrfClaim> claims, ReadOnlySpan<byte> encoded, ulong isOnCurve, Span<bool> holds)
    {
        Span<byte> heads = stackalloc byte[Count * Vrf.ChallengeHeadBytes];
        heads.Clear();
        for (int i = 0; i < claims.Length; i++)
        {
            if (!holds[i])
                continue;
            int offset = i * PointBytes;
            Vrf.WriteChallengeHead(
                encoded.Slice(OffsetOfH + offset, PointBytes),
                claims[i].Proof.Span[..PointBytes],
                encoded.Slice(OffsetOfU + offset, PointBytes),
                encoded.Slice(OffsetOfV + offset, PointBytes),
                heads.Slice(i * Vrf.ChallengeHeadBytes, Vrf.ChallengeHeadBytes));
        }
        Span<byte> hashes = stackalloc byte[Sha512Lanes.SizeBytes];
        Sha512Lanes.Hash(heads, default, hashes);
        for (int i = 0; i < claims.Length; i++)
        {
            ReadOnlySpan<byte> challenge = hashes.Slice(i * Sha512.SizeBytes, Vrf.ChallengeSizeBytes);
            holds[i] = holds[i]
                && ((isOnCurve >> i) & 1) == 1
                && challenge.SequenceEqual(claims[i].Proof.Span.Slice(PointBytes, Vrf.ChallengeSizeBytes));
        }
    }

    private static void CheckOutputs(ReadOnlySpan<VrfClaim> claims, ReadOnlySpan<byte> cleared, Span<bool> holds)
    {
        Span<byte> hashes = stackalloc byte[Sha512Lanes.SizeBytes];
        HashToOutputs(cleared, hashes);
        for (int i = 0; i < claims.Length; i++)
        {
            holds[i] = holds[i]
                && hashes.Slice(i * Sha512.SizeBytes, Sha512.SizeBytes).SequenceEqual(claims[i].Output.Span);
        }
    }

    [InlineArray(Count)]
    private struct Alphas
    {
        private ReadOnlyMemory<byte> _first;
    }
}
