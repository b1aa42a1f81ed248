using System.Runtime.CompilerServices;

namespace PoolTopology.Crypto.Curve25519;

/// <summary>Multiplications that go two by two over <see cref="PointPair"/>.</summary>
/// <remarks>Pre: <see cref="FieldLanes.IsSupported"/>.</remarks>
internal static class PairMultiplication
{
    /// <summary>a P + b Q for two pairs of points and the same two scalars.</summary>
    /// <remarks>Pre: a and b below 2^253. Cost: variable time; for public values.</remarks>
    [SkipLocalsInit]
    internal static void Sum(in Scalar a, in PointPair p, in Scalar b, in PointPair q, out PointPair sum)
    {
        Span<sbyte> aDigits = stackalloc sbyte[ScalarMultiplication.ScalarBits];
        Span<sbyte> bDigits = stackalloc sbyte[ScalarMultiplication.ScalarBits];
        int top = Math.Max(
            ScalarMultiplication.ToWindows(a, ScalarMultiplication.PointWindowBits, aDigits),
            ScalarMultiplication.ToWindows(b, ScalarMultiplication.PointWindowBits, bDigits));
        Span<CachedPair> pMultiples = stackalloc CachedPair[ScalarMultiplication.OddMultiples];
        Span<CachedPair> qMultiples = stackalloc CachedPair[ScalarMultiplication.OddMultiples];
        MakeOddMultiples(p, pMultiples);
        MakeOddMultiples(q, qMultiples);

        PointPair.From(ExtendedPoint.Identity, ExtendedPoint.Identity, out sum);
        for (int i = top; i >= 0; i--)
        {
            PointPair.Double(sum, out sum);
            AddDigit(pMultiples, aDigits[i], ref sum);
            AddDigit(qMultiples, bDigits[i], ref sum);
        }
    }

    private static void MakeOddMultiples(in PointPair point, Span<CachedPair> multiples)
    {
        PointPair.Double(point, out PointPair twice);
        CachedPair.From(point, out multiples[0]);
        for (int i = 1; i < multiples.Length; i++)
        {
            PointPair.Add(twice, multiples[i - 1], out PointPair multiple);
            CachedPair.From(multiple, out multiples[i]);
        }
    }

    private static void AddDigit(ReadOnlySpan<CachedPair> multiples, int digit, ref PointPair sum)
    {
        if (digit == 0)
            return;
        if (digit > 0)
        {
            PointPair.Add(sum, multiples[digit / 2], out sum);
            return;
        }
        CachedPair.Negate(multiples[-digit / 2], out CachedPair negated);
        PointPair.Add(sum, negated, out sum);
    }
}
