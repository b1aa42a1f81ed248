using System.Runtime.CompilerServices;

namespace PoolTopology.Crypto.Curve25519;

/// <summary>Multiplications that go two by two over <see cref="PointPair"/>.</summary>
/// <remarks>Pre: <see cref="FieldLanes.IsSupported"/>.</remarks>
internal static class PairMultiplication
{
    // Entry k is (2 k + 1) B in the first half of the lanes.
    private static readonly CachedPair[] BaseMultiples = MakeBaseMultiples();

    /// <summary>a P + b Q for two pairs of points and the same two scalars.</summary>
    /// <remarks>Pre: a and b below 2^253. Cost: variable time; for public values.</remarks>
    [SkipLocalsInit]
    internal static void Sum(in Scalar a, in PointPair p, in Scalar b, in PointPair q, out PointPair sum)
    {
        Span<sbyte> aDigits = stackalloc sbyte[ScalarDigits.WindowCount];
        Span<sbyte> bDigits = stackalloc sbyte[ScalarDigits.WindowCount];
        int top = Math.Max(
            ScalarDigits.ToWindows(a, ScalarMultiplication.PointWindowBits, aDigits),
            ScalarDigits.ToWindows(b, ScalarMultiplication.PointWindowBits, bDigits));
        Span<CachedPair> pMultiples = stackalloc CachedPair[ScalarMultiplication.OddMultiples];
        Span<CachedPair> qMultiples = stackalloc CachedPair[ScalarMultiplication.OddMultiples];
        MakeOddMultiples(p, pMultiples);
        MakeOddMultiples(q, qMultiples);

        PointPair.From(ExtendedPoint.Identity, ExtendedPoint.Identity, out sum);
        AddDigits(pMultiples, aDigits, qMultiples, bDigits, top, ref sum);
    }

    /// <summary>a P + b B for one pair of scalars; the other half of the lanes rests.</summary>
    /// <remarks>Pre: a and b below 2^253. Cost: variable time; for public values.</remarks>
    [SkipLocalsInit]
    internal static void SumWithBase(in Scalar a, in ExtendedPoint p, in Scalar b, out ProjectivePoint sum)
    {
        Span<sbyte> aDigits = stackalloc sbyte[ScalarDigits.WindowCount];
        Span<sbyte> bDigits = stackalloc sbyte[ScalarDigits.WindowCount];
        int top = Math.Max(
            ScalarDigits.ToWindows(a, ScalarMultiplication.PointWindowBits, aDigits),
            ScalarDigits.ToWindows(b, ScalarMultiplication.BaseWindowBits, bDigits));
        Span<CachedPair> multiples = stackalloc CachedPair[ScalarMultiplication.OddMultiples];
        PointPair.From(p, ExtendedPoint.Identity, out PointPair point);
        MakeOddMultiples(point, multiples);

        PointPair.From(ExtendedPoint.Identity, ExtendedPoint.Identity, out PointPair accumulator);
        AddDigits(multiples, aDigits, BaseMultiples, bDigits, top, ref accumulator);
        sum = accumulator.First;
    }

    /// <summary>s P for the first point of a pair and t Q for the second.</summary>
    /// <remarks>Pre: s and t below 2^255. Cost: constant time.</remarks>
    [SkipLocalsInit]
    internal static void OfPoints(in Scalar s, in Scalar t, in PointPair points, out PointPair products)
    {
        Span<sbyte> sDigits = stackalloc sbyte[ScalarDigits.Radix16Count];
        Span<sbyte> tDigits = stackalloc sbyte[ScalarDigits.Radix16Count];
        ScalarDigits.ToSignedRadix16(s, sDigits);
        ScalarDigits.ToSignedRadix16(t, tDigits);
        Span<CachedPair> multiples = stackalloc CachedPair[8];
        PointPair multiple = points;
        CachedPair.From(points, out multiples[0]);
        for (int i = 1; i < multiples.Length; i++)
        {
            PointPair.Add(multiple, multiples[0], out multiple);
            CachedPair.From(multiple, out multiples[i]);
        }

        PointPair.From(ExtendedPoint.Identity, ExtendedPoint.Identity, out products);
        for (int i = ScalarDigits.Radix16Count - 1; i >= 0; i--)
        {
            PointPair.DoubleTimes(products, 4, out products);
            CachedPair.Select(multiples, sDigits[i], tDigits[i], out CachedPair selected);
            PointPair.Add(products, selected, out products);
        }
        ScalarDigits.Wipe(sDigits);
        ScalarDigits.Wipe(tDigits);
    }

    private static CachedPair[] MakeBaseMultiples()
    {
        CachedPair[] multiples = new CachedPair[1 << (ScalarMultiplication.BaseWindowBits - 2)];
        PointPair.From(CurveConstants.BasePoint, ExtendedPoint.Identity, out PointPair point);
        MakeOddMultiples(point, multiples);
        return multiples;
    }

    private static void MakeOddMultiples(in PointPair point, Span<CachedPair> multiples)
    {
        PointPair.DoubleTimes(point, 1, out PointPair twice);
        CachedPair.From(point, out multiples[0]);
        for (int i = 1; i < multiples.Length; i++)
        {
            PointPair.Add(twice, multiples[i - 1], out PointPair multiple);
            CachedPair.From(multiple, out multiples[i]);
        }
    }

    // sum = sum of 2^i (aDigits[i] P + bDigits[i] Q), doubling once for each run of positions without digits.
    private static void AddDigits(
        ReadOnlySpan<CachedPair> pMultiples,
        ReadOnlySpan<sbyte> aDigits,
        ReadOnlySpan<CachedPair> qMultiples,
        ReadOnlySpan<sbyte> bDigits,
        int top,
        ref PointPair sum)
    {
        int doublings = 0;
        for (int i = top; i >= 0; i--)
        {
            if ((aDigits[i] | bDigits[i]) != 0)
            {
                PointPair.DoubleTimes(sum, doublings, out sum);
                doublings = 0;
                AddDigit(pMultiples, aDigits[i], ref sum);
                AddDigit(qMultiples, bDigits[i], ref sum);
            }
            doublings++;
        }
        PointPair.DoubleTimes(sum, Math.Max(0, doublings - 1), out sum);
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
