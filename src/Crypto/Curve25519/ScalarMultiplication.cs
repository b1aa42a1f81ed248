using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PoolTopology.Crypto.Curve25519;

/// <summary>Scalar times point: constant time for secrets, and faster variable-time sums of two for verification.</summary>
internal static class ScalarMultiplication
{
    /// <summary>Window of the precomputed odd multiples of B: digits below 2^7 in magnitude.</summary>
    internal const int BaseWindowBits = 8;

    private const int PointWindowBits = 5;
    private const int OddMultiples = 1 << (PointWindowBits - 2);
    private const int Radix16Digits = 64;
    private const int ScalarBits = 256;

    /// <summary>s B.</summary>
    /// <remarks>Pre: s below 2^255. Cost: constant time.</remarks>
    [SkipLocalsInit]
    internal static void OfBase(in Scalar s, out ExtendedPoint product)
    {
        Span<sbyte> digits = stackalloc sbyte[Radix16Digits];
        ToSignedRadix16(s, digits);
        ReadOnlySpan<AffineCachedPoint> comb = BasePointTables.Comb;

        // s B = sum over even i of digit[i] 16^i B + 16 (sum over odd i of digit[i] 16^(i-1) B)
        product = ExtendedPoint.Identity;
        for (int i = 1; i < Radix16Digits; i += 2)
            AddSelected(comb, i / 2, digits[i], ref product);
        DoubleFourTimes(ref product);
        for (int i = 0; i < Radix16Digits; i += 2)
            AddSelected(comb, i / 2, digits[i], ref product);
        Wipe(digits);
    }

    /// <summary>s P.</summary>
    /// <remarks>Pre: s below 2^255. Cost: constant time.</remarks>
    [SkipLocalsInit]
    internal static void OfPoint(in Scalar s, in ExtendedPoint point, out ExtendedPoint product)
    {
        Span<sbyte> digits = stackalloc sbyte[Radix16Digits];
        ToSignedRadix16(s, digits);
        Span<CachedPoint> multiples = stackalloc CachedPoint[8];
        ExtendedPoint multiple = point;
        CachedPoint.From(point, out multiples[0]);
        for (int i = 1; i < multiples.Length; i++)
        {
            CompletedPoint.Add(multiple, multiples[0], out CompletedPoint next);
            next.ToExtended(out multiple);
            CachedPoint.From(multiple, out multiples[i]);
        }

        CachedPoint.Select(multiples, digits[Radix16Digits - 1], out CachedPoint selected);
        product = ExtendedPoint.Identity;
        CompletedPoint.Add(product, selected, out CompletedPoint sum);
        sum.ToExtended(out product);
        for (int i = Radix16Digits - 2; i >= 0; i--)
        {
            DoubleFourTimes(ref product);
            CachedPoint.Select(multiples, digits[i], out selected);
            CompletedPoint.Add(product, selected, out sum);
            sum.ToExtended(out product);
        }
        Wipe(digits);
    }

    /// <summary>a P + b B.</summary>
    /// <remarks>Pre: a and b below 2^253. Cost: variable time; for public values.</remarks>
    [SkipLocalsInit]
    internal static void SumWithBase(in Scalar a, in ExtendedPoint p, in Scalar b, out ProjectivePoint sum)
    {
        Span<sbyte> aDigits = stackalloc sbyte[ScalarBits];
        Span<sbyte> bDigits = stackalloc sbyte[ScalarBits];
        int top = Math.Max(ToWindows(a, PointWindowBits, aDigits), ToWindows(b, BaseWindowBits, bDigits));
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
        Span<sbyte> aDigits = stackalloc sbyte[ScalarBits];
        Span<sbyte> bDigits = stackalloc sbyte[ScalarBits];
        int top = Math.Max(ToWindows(a, PointWindowBits, aDigits), ToWindows(b, PointWindowBits, bDigits));
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

    // 64 digits in [-8, 8): s = sum of digit[i] 16^i; the last digit takes what is left and stays at or below 8.
    private static void ToSignedRadix16(in Scalar s, Span<sbyte> digits)
    {
        Span<ulong> words = [s.W0, s.W1, s.W2, s.W3];
        int carry = 0;
        for (int i = 0; i < Radix16Digits - 1; i++)
        {
            int digit = (int)((words[i / 16] >> (4 * (i % 16))) & 15) + carry;
            carry = (digit + 8) >> 4;
            digits[i] = (sbyte)(digit - (carry << 4));
        }
        digits[^1] = (sbyte)((int)(words[3] >> 60) + carry);
        words.Clear();
    }

    // Non-adjacent form: odd digits of |digit| < 2^(bits - 1), at least bits - 1 zeros between two of them.
    // Returns the position of the highest digit that is not zero, or -1.
    private static int ToWindows(in Scalar s, int bits, Span<sbyte> digits)
    {
        digits.Clear();
        Span<ulong> words = [s.W0, s.W1, s.W2, s.W3, 0];
        ulong width = 1UL << bits;
        ulong carry = 0;
        int top = -1;
        int position = 0;
        while (position < ScalarBits)
        {
            int word = position / 64;
            int shift = position % 64;
            ulong window = words[word] >> shift;
            if (shift > 64 - bits)
                window |= words[word + 1] << (64 - shift);
            window = carry + (window & (width - 1));
            if ((window & 1) == 0)
            {
                position++;
                continue;
            }
            carry = window < width / 2 ? 0UL : 1UL;
            digits[position] = (sbyte)((int)window - (int)(carry << bits));
            top = position;
            position += bits;
        }
        return top;
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

    private static void Wipe(Span<sbyte> digits) =>
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(digits));
}
