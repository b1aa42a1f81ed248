using System.Runtime.CompilerServices;
using PoolTopology.Crypto.Curve25519;
using PoolTopology.Crypto.Eddsa;
using PoolTopology.Crypto.Wide;

namespace PoolTopology.Crypto.Ecvrf;

// Outputs without proofs.
public static partial class Vrf
{
    // Fewer inputs are faster in pairs: a group takes as long as two to three of them, full or not.
    private const int LanesPayFrom = 3;

    /// <summary>Computes the output for an input without the proof.</summary>
    /// <remarks>
    /// Post: the output is the one that <see cref="Verify"/> yields for the proof of <see cref="Prove"/>.
    /// Errors: ArgumentException for wrong lengths. Cost: constant time in the secret key.
    /// For many inputs see <see cref="EvaluateMany"/>.
    /// </remarks>
    public static void Evaluate(ReadOnlySpan<byte> secretKey, ReadOnlySpan<byte> alpha, Span<byte> output)
    {
        Require(output.Length == OutputSizeBytes, nameof(output));
        EvaluateMany(secretKey, alpha, output);
    }

    /// <summary>Computes the outputs for inputs of equal length, as a leader schedule needs them.</summary>
    /// <remarks>
    /// Shape: n inputs one after the other, n outputs of 64 bytes; n follows from the length of the outputs.
    /// Post: each output is that of <see cref="Evaluate"/>; the inputs may not overlap the outputs.
    /// Errors: ArgumentException when the lengths do not fit. Cost: constant time in the secret key; no allocation for
    /// inputs up to 94 bytes; the more inputs, the less time for each (docs/PERFORMANCE.md).
    /// </remarks>
    [SkipLocalsInit]
    public static void EvaluateMany(ReadOnlySpan<byte> secretKey, ReadOnlySpan<byte> alphas, Span<byte> outputs)
    {
        Require(secretKey.Length == SecretKeySizeBytes, nameof(secretKey));
        Require(outputs.Length % OutputSizeBytes == 0, nameof(outputs));
        int count = outputs.Length / OutputSizeBytes;
        Require(count == 0 ? alphas.Length == 0 : alphas.Length % count == 0, nameof(alphas));
        if (count == 0)
            return;
        int alphaSize = alphas.Length / count;
        Span<byte> expanded = stackalloc byte[Sha512.SizeBytes];
        Ed25519.ExpandSeed(secretKey[..SeedSizeBytes], expanded, out Scalar secret);
        // H is in the prime-order subgroup, where the secret counts modulo the order.
        Scalar reduced = Scalar.Modulo(secret);
        int done = 0;
        if (Wide8.IsSupported)
            done = EvaluateInLanes<Wide8>(reduced, secretKey[SeedSizeBytes..], alphas, outputs);
        else if (Wide4.IsSupported)
            done = EvaluateInLanes<Wide4>(reduced, secretKey[SeedSizeBytes..], alphas, outputs);
        for (; done < count; done += PointEncoding.MaximumBatch)
        {
            int group = Math.Min(PointEncoding.MaximumBatch, count - done);
            EvaluateInPairs(
                reduced,
                secretKey[SeedSizeBytes..],
                alphas.Slice(done * alphaSize, group * alphaSize),
                outputs.Slice(done * OutputSizeBytes, group * OutputSizeBytes));
        }
        Forget(expanded, default, ref secret, ref reduced);
    }

    // Whole groups, and a last one that pays; returns how many inputs that were.
    private static int EvaluateInLanes<V>(
        in Scalar secret, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> alphas, Span<byte> outputs)
        where V : unmanaged, IWide<V>
    {
        int count = outputs.Length / OutputSizeBytes;
        int alphaSize = alphas.Length / count;
        int done = 0;
        while (count - done >= LanesPayFrom)
        {
            int group = Math.Min(V.Lanes, count - done);
            VrfLanes<V>.Evaluate(
                secret,
                publicKey,
                alphas.Slice(done * alphaSize, group * alphaSize),
                outputs.Slice(done * OutputSizeBytes, group * OutputSizeBytes));
            done += group;
        }
        return done;
    }

    // Up to four outputs, two by two, with one inversion for all.
    [SkipLocalsInit]
    private static void EvaluateInPairs(
        in Scalar secret, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> alphas, Span<byte> outputs)
    {
        int count = outputs.Length / OutputSizeBytes;
        int alphaSize = alphas.Length / count;
        Span<ProjectivePoint> cleared = stackalloc ProjectivePoint[PointEncoding.MaximumBatch];
        for (int i = 0; i < count; i += 2)
        {
            HashToCurve(publicKey, alphas.Slice(i * alphaSize, alphaSize), out ExtendedPoint first);
            if (i + 1 == count)
            {
                ScalarMultiplication.OfPoint(secret, first, out ProjectivePoint last);
                ProjectivePoint.MultiplyByCofactor(last, out cleared[i]);
                break;
            }
            HashToCurve(publicKey, alphas.Slice((i + 1) * alphaSize, alphaSize), out ExtendedPoint second);
            ScalarMultiplication.OfTwoPoints(
                secret, first, secret, second, out ProjectivePoint gamma, out ProjectivePoint other);
            ProjectivePoint.MultiplyByCofactor(gamma, out cleared[i]);
            ProjectivePoint.MultiplyByCofactor(other, out cleared[i + 1]);
        }
        Span<byte> encoded = stackalloc byte[PointEncoding.MaximumBatch * PointEncoding.SizeBytes];
        PointEncoding.EncodeAll(cleared[..count], encoded);
        for (int i = 0; i < count; i++)
        {
            Span<byte> output = outputs.Slice(i * OutputSizeBytes, OutputSizeBytes);
            OutputOf(encoded.Slice(i * PointEncoding.SizeBytes, PointEncoding.SizeBytes), output);
        }
    }
}
