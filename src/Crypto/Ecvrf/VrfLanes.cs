using System.Runtime.CompilerServices;
using PoolTopology.Crypto.Curve25519;
using PoolTopology.Crypto.Wide;

namespace PoolTopology.Crypto.Ecvrf;

/// <summary>
/// The checks and outputs of <see cref="Vrf"/> for as many claims or inputs as there are lanes, or fewer.
/// </summary>
/// <remarks>Cost: the same for one as for all lanes.</remarks>
/// <typeparam name="V">The register.</typeparam>
internal static class VrfLanes<V>
    where V : unmanaged, IWide<V>
{
    private const int LanesMax = WideWords<V>.LanesMax;
    private const int PointBytes = PointEncoding.SizeBytes;
    private const int StackHeadBytes = 128;

    // The points H, U, V and 8 Gamma of a claim, in the order in which they are encoded.
    private const int PlaceOfH = 0;
    private const int PlaceOfU = 1;
    private const int PlaceOfV = 2;
    private const int Cleared = 3;
    private const int Points = 4;

    private static int GroupBytes => WideEncoding<V>.SizeBytes;

    /// <summary>Writes for each claim whether it holds.</summary>
    /// <remarks>Cost: variable time (all inputs are public).</remarks>
    [SkipLocalsInit]
    internal static void Verify(ReadOnlySpan<VrfClaim> claims, Span<bool> holds)
    {
        Span<byte> keys = stackalloc byte[GroupBytes];
        Span<byte> gammas = stackalloc byte[GroupBytes];
        Span<byte> heads = stackalloc byte[V.Lanes * Vrf.HashToCurveHeadBytes];
        Alphas alphas = default;
        Span<Scalar> minusChallenges = stackalloc Scalar[LanesMax];
        Span<Scalar> responses = stackalloc Scalar[LanesMax];
        // Lanes that are not used, or not well-formed, compute with zeros; y = 0 is a point.
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
        Span<byte> uniform = stackalloc byte[GroupBytes];
        HashToUniform(heads, alphas, uniform);
        Span<byte> encoded = stackalloc byte[Points * GroupBytes];
        Compute(keys, gammas, uniform, minusChallenges, responses, encoded, out uint isOnCurve);
        CheckChallenges(claims, encoded, isOnCurve, holds);
        CheckOutputs(claims, encoded[(Cleared * GroupBytes)..], holds);
    }

    /// <summary>Computes outputs for inputs of equal length, one after the other.</summary>
    /// <remarks>Pre: the secret is below the group order. Cost: constant time in the secret.</remarks>
    [SkipLocalsInit]
    internal static void Evaluate(
        in Scalar secret, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> alphas, Span<byte> outputs)
    {
        int count = outputs.Length / Vrf.OutputSizeBytes;
        int alphaSize = alphas.Length / count;
        int headSize = Vrf.HashToCurveHeadBytes + alphaSize;
        Span<byte> heads = headSize <= StackHeadBytes
            ? stackalloc byte[V.Lanes * headSize]
            : new byte[V.Lanes * headSize];
        heads.Clear();
        for (int i = 0; i < count; i++)
        {
            Span<byte> head = heads.Slice(i * headSize, headSize);
            Vrf.WriteHashToCurveHead(publicKey, head);
            alphas.Slice(i * alphaSize, alphaSize).CopyTo(head[Vrf.HashToCurveHeadBytes..]);
        }
        Span<byte> encoded = stackalloc byte[GroupBytes];
        HashToUniform(heads, default, encoded);
        WideElligator2<V>.Map(encoded, out WidePoint<V> points);
        WideMultiplication<V>.OfPoints(secret, points, out WidePoint<V> gammas);
        WidePoint<V>.DoubleTimes(ref gammas, 3);
        WideEncoding<V>.EncodeAll(new ReadOnlySpan<WidePoint<V>>(in gammas), encoded);
        Span<byte> hashes = stackalloc byte[WideSha512<V>.SizeBytes];
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
        out uint isOnCurve)
    {
        WideEncoding<V>.Decode(keys, out WidePoint<V> y, out V isKey);
        WideEncoding<V>.Decode(gammas, out WidePoint<V> gamma, out V isGamma);
        isOnCurve = V.ToBits(isKey & isGamma);
        Span<WidePoint<V>> points = stackalloc WidePoint<V>[Points];
        WideElligator2<V>.Map(uniform, out points[PlaceOfH]);
        WideMultiplication<V>.SumWithBase(minusChallenges, y, responses, out points[PlaceOfU]);
        WideMultiplication<V>.Sum(
            responses, points[PlaceOfH], minusChallenges, gamma, out points[PlaceOfV]);
        points[Cleared] = gamma;
        WidePoint<V>.DoubleTimes(ref points[Cleared], 3);
        WideEncoding<V>.EncodeAll(points, encoded);
    }

    // The first 32 bytes of each lane's hash; the map ignores top bits.
    private static void HashToUniform(
        ReadOnlySpan<byte> heads, ReadOnlySpan<ReadOnlyMemory<byte>> tails, Span<byte> uniform)
    {
        Span<byte> hashes = stackalloc byte[WideSha512<V>.SizeBytes];
        WideSha512<V>.Hash(heads, tails, hashes);
        for (int i = 0; i < V.Lanes; i++)
            hashes.Slice(i * Sha512.SizeBytes, PointBytes).CopyTo(uniform[(i * PointBytes)..]);
    }

    private static void HashToOutputs(ReadOnlySpan<byte> cleared, Span<byte> hashes)
    {
        Span<byte> heads = stackalloc byte[V.Lanes * Vrf.OutputHeadBytes];
        for (int i = 0; i < V.Lanes; i++)
        {
            Vrf.WriteOutputHead(
                cleared.Slice(i * PointBytes, PointBytes),
                heads.Slice(i * Vrf.OutputHeadBytes, Vrf.OutputHeadBytes));
        }
        WideSha512<V>.Hash(heads, default, hashes);
    }

    private static void CheckChallenges(
        ReadOnlySpan<VrfClaim> claims, ReadOnlySpan<byte> encoded, uint isOnCurve, Span<bool> holds)
    {
        Span<byte> heads = stackalloc byte[V.Lanes * Vrf.ChallengeHeadBytes];
        heads.Clear();
        for (int i = 0; i < claims.Length; i++)
        {
            if (!holds[i])
                continue;
            Vrf.WriteChallengeHead(
                PointOf(encoded, PlaceOfH, i),
                claims[i].Proof.Span[..PointBytes],
                PointOf(encoded, PlaceOfU, i),
                PointOf(encoded, PlaceOfV, i),
                heads.Slice(i * Vrf.ChallengeHeadBytes, Vrf.ChallengeHeadBytes));
        }
        Span<byte> hashes = stackalloc byte[WideSha512<V>.SizeBytes];
        WideSha512<V>.Hash(heads, default, hashes);
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
        Span<byte> hashes = stackalloc byte[WideSha512<V>.SizeBytes];
        HashToOutputs(cleared, hashes);
        for (int i = 0; i < claims.Length; i++)
        {
            holds[i] = holds[i]
                && hashes.Slice(i * Sha512.SizeBytes, Sha512.SizeBytes).SequenceEqual(claims[i].Output.Span);
        }
    }

    private static ReadOnlySpan<byte> PointOf(ReadOnlySpan<byte> encoded, int point, int lane) =>
        encoded.Slice(point * GroupBytes + lane * PointBytes, PointBytes);

    [InlineArray(LanesMax)]
    private struct Alphas
    {
        private ReadOnlyMemory<byte> _first;
    }
}
