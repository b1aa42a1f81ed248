using System.Runtime.CompilerServices;

namespace PoolTopology.Crypto.Curve25519;

/// <summary>
/// Scalar times point: constant time for secrets, and faster variable-time sums of two for verification.
/// </summary>
internal static class ScalarMultiplication
{
    /// <summary>Window of the precomputed odd multiples of B: digits below 2^7 in magnitude.</summary>
    internal const int BaseWindowBits = 8;

    /// <summary>Window for other points.</summary>
    internal const int PointWindowBits = 5;

    /// <summary>Odd multiples of a point that its window needs: P, 3 P, ... 15 P.</summary>
    internal const int OddMultiples = 1 << (PointWindowBits - 2);

    /// <summary>s B.</summary>
    /// <remarks>Pre: s below 2^255. Cost: constant time.</remarks>
    [SkipLocalsInit]
    internal static void OfBase(in Scalar s, out ExtendedPoint product)
    {
        Span<sbyte> digits = stackalloc sbyte[ScalarDigits.Radix16Count];
        ScalarDigits.ToSignedRadix16(s, digits);
        ReadOnlySpan<AffineCachedPoint> comb = BasePointTables.Comb;

        // s B = sum over even i of digit[i] 16^i B + 16 (sum over odd i of digit[i] 16^(i-1) B)
        product = ExtendedPoint.Identity;
        for (int i = 1; i < ScalarDigits.Radix16Count; i += 2)
            AddSelected(comb, i / 2, digits[i], ref product);
        DoubleFourTimes(ref product);
        for (int i = 0; i < ScalarDigits.Radix16Count; i += 2)
            AddSelected(comb, i / 2, digits[i], ref product);
        ScalarDigits.Wipe(digits);
    }

    /// <summary>s P and t Q, side by side where the machine can.</summary>
    /// <remarks>Pre: s and t below 2^255. Cost: constant time.</remarks>
    internal static void OfTwoPoints(
        in Scalar s,
        in ExtendedPoint p,
        in Scalar t,
        in ExtendedPoint q,
        out ProjectivePoint first,
        out ProjectivePoint second)
    {
        if (FieldLanes.IsSupported)
        {
            PointPair.From(p, q, out PointPair points);
            PairMultiplication.OfPoints(s, t, points, out PointPair products);
            first = products.First;
            second = products.Second;
            return;
        }
        OfPointByLimbs(s, p, out first);
        OfPointByLimbs(t, q, out second);
    }

    /// <summary>a P + b B and a Q + b R, the two sums of a VRF proof, side by side where the machine can.</summary>
    /// <remarks>Pre: a and b below 2^253. Cost: variable time; for public values.</remarks>
    internal static void TwoSums(
        in Scalar a,
        in ExtendedPoint p,
        in ExtendedPoint q,
        in Scalar b,
        in ExtendedPoint r,
        out ProjectivePoint withBase,
        out ProjectivePoint withPoint)
    {
        if (FieldLanes.IsSupported)
        {
            PointPair.From(p, q, out PointPair left);
            PointPair.From(CurveConstants.BasePoint, r, out PointPair right);
            PairMultiplication.Sum(a, left, b, right, out PointPair sums);
            withBase = sums.First;
            withPoint = sums.Second;
            return;
        }
        SumWithBaseByLimbs(a, p, b, out withBase);
        Sum(a, q, b, r, out withPoint);
    }

    /// <summary>s P.</summary>
    /// <remarks>Pre: s below 2^255. Cost: constant time.</remarks>
    internal static void OfPoint(in Scalar s, in ExtendedPoint point, out ProjectivePoint product)
    {
        if (FieldLanes.IsSupported)
            OfTwoPoints(s, point, s, ExtendedPoint.Identity, out product, out _);
        else
            OfPointByLimbs(s, point, out product);
    }

    /// <summary>The form of <see cref="OfPoint"/> for every machine.</summary>
    [SkipLocalsInit]
    internal static void OfPointByLimbs(in Scalar s, in ExtendedPoint point, out ProjectivePoint product)
    {
        Span<sbyte> digits = stackalloc sbyte[ScalarDigits.Radix16Count];
        ScalarDigits.ToSignedRadix16(s, digits);
        Span<CachedPoint> multiples = stackalloc CachedPoint[8];
        ExtendedPoint multiple = point;
        CachedPoint.From(point, out multiples[0]);
        for (int i = 1; i < multiples.Length; i++)
        {
            CompletedPoint.Add(multiple, multiples[0], out CompletedPoint next);
            next.ToExtended(out multiple);
            CachedPoint.From(multiple, out multiples[i]);
        }

        CachedPoint.Select(multiples, digits[ScalarDigits.Radix16Count - 1], out CachedPoint selected);
        ExtendedPoint accumulator = ExtendedPoint.Identity;
        CompletedPoint.Add(accumulator, selected, out CompletedPoint sum);
        sum.ToExtended(out accumulator);
        for (int i = ScalarDigits.Radix16Count - 2; i >= 0; i--)
        {
            DoubleFourTimes(ref accumulator);
            CachedPoint.Select(multiples, digits[i], out selected);
            CompletedPoint.Add(accumulator, selected, out sum);
            sum.ToExtended(out accumulator);
        }
        product = ProjectivePoint.From(accumulator);
        ScalarDigits.Wipe(digits);
    }

    /// <summary>a P + b B.</summary>
    /// <remarks>Pre: a and b below 2^253. Cost: variable time; for public values.</remarks>
    internal static void SumWithBase(in Scalar a, in ExtendedPoint p, in Scalar b, out ProjectivePoint sum)
    {
        if (FieldLanes.IsSupported)
            PairMultiplication.SumWithBase(a, p, b, out sum);
        else
            SumWithBaseByLimbs(a, p, b, out sum);
    }

    /// <summary>The form of <see cref="SumWithBase"/> for every machine.</summary>
    [SkipLocalsInit]
    internal static void SumWithBaseByLimbs(in Scalar a, in ExtendedPoint p, in Scalar b, out ProjectivePoint sum)
    {
        Span<sbyte> aDigits = stackalloc sbyte[ScalarDigits.WindowCount];
        Span<sbyte> bDigits = stackalloc sbyte[ScalarDigits.WindowCount];
        int top = Math.Max(
            ScalarDigits.ToWindows(a, PointWindowBits, aDigits),
            ScalarDigits.ToWindows(b, BaseWindowBits, bDigits));
        Span<CachedPoint> multiples = stackalloc CachedPoint[OddMultiples];
        MakeOddMultiples(p, multiples);
        ReadOnlySpan<AffineCachedPoint> baseMultiples = BasePointTables.Odd;

        sum = ProjectivePoint.Identity;
        for (int i = top; i >= 0; i--)
        {
            CompletedPoint.Double(sum.X, sum.Y, sum.Z, out CompletedPoint next);
            AddDigit(multiples, aDigits[i], ref next);
            AddDigit(baseMultiples, bDigits[i], ref next);
            next.ToProjective(out sum);
        }
    }

    /// <summary>a P + b Q.</summary>
    /// <remarks>Pre: a and b below 2^253. Cost: variable time; for public values.</remarks>
    [SkipLocalsInit]
    internal static void Sum(
        in Scalar a, in ExtendedPoint p, in Scalar b, in ExtendedPoint q, out ProjectivePoint sum)
    {
        Span<sbyte> aDigits = stackalloc sbyte[ScalarDigits.WindowCount];
        Span<sbyte> bDigits = stackalloc sbyte[ScalarDigits.WindowCount];
        int top = Math.Max(
            ScalarDigits.ToWindows(a, PointWindowBits, aDigits),
            ScalarDigits.ToWindows(b, PointWindowBits, bDigits));
        Span<CachedPoint> pMultiples = stackalloc CachedPoint[OddMultiples];
        Span<CachedPoint> qMultiples = stackalloc CachedPoint[OddMultiples];
        MakeOddMultiples(p, pMultiples);
        MakeOddMultiples(q, qMultiples);

        sum = ProjectivePoint.Identity;
        for (int i = top; i >= 0; i--)
        {
            CompletedPoint.Double(sum.X, sum.Y, sum.Z, out CompletedPoint next);
            AddDigit(pMultiples, aDigits[i], ref next);
            AddDigit(qMultiples, bDigits[i], ref next);
            next.ToProjective(out sum);
        }
    }

    // P, 3 P, 5 P, ...
    private static void MakeOddMultiples(in ExtendedPoint point, Span<CachedPoint> multiples)
    {
        ExtendedPoint.Double(point, out ExtendedPoint twice);
        CachedPoint.From(point, out multiples[0]);
        for (int i = 1; i < multiples.Length; i++)
        {
            CompletedPoint.Add(twice, multiples[i - 1], out CompletedPoint next);
            next.ToExtended(out ExtendedPoint multiple);
            CachedPoint.From(multiple, out multiples[i]);
        }
    }

    private static void AddDigit(ReadOnlySpan<CachedPoint> multiples, int digit, ref CompletedPoint sum)
    {
        if (digit == 0)
            return;
        sum.ToExtended(out ExtendedPoint point);
        if (digit > 0)
            CompletedPoint.Add(point, multiples[digit / 2], out sum);
        else
            CompletedPoint.Subtract(point, multiples[-digit / 2], out sum);
    }

    private static void AddDigit(ReadOnlySpan<AffineCachedPoint> multiples, int digit, ref CompletedPoint sum)
    {
        if (digit == 0)
            return;
        sum.ToExtended(out ExtendedPoint point);
        if (digit > 0)
            CompletedPoint.Add(point, multiples[digit / 2], out sum);
        else
            CompletedPoint.Subtract(point, multiples[-digit / 2], out sum);
    }

    private static void AddSelected(
        ReadOnlySpan<AffineCachedPoint> comb, int row, int digit, ref ExtendedPoint accumulator)
    {
        ReadOnlySpan<AffineCachedPoint> table = comb.Slice(row * BasePointTables.RowLength, BasePointTables.RowLength);
        AffineCachedPoint.Select(table, digit, out AffineCachedPoint selected);
        CompletedPoint.Add(accumulator, selected, out CompletedPoint sum);
        sum.ToExtended(out accumulator);
    }

    private static void DoubleFourTimes(ref ExtendedPoint point)
    {
        CompletedPoint.Double(point.X, point.Y, point.Z, out CompletedPoint next);
        next.ToProjective(out ProjectivePoint projective);
        for (int i = 0; i < 2; i++)
        {
            CompletedPoint.Double(projective.X, projective.Y, projective.Z, out next);
            next.ToProjective(out projective);
        }
        CompletedPoint.Double(projective.X, projective.Y, projective.Z, out next);
        next.ToExtended(out point);
    }
}
