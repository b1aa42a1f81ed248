using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PoolTopology.Crypto.Curve25519;

/// <summary>Eight multiples of the base point as second operands with Z = 1: Y - X, Y + X, 2 d X Y.</summary>
/// <remarks>Pre: <see cref="FieldLanes.IsSupported"/>.</remarks>
internal struct AffineCachedLanes
{
    /// <summary>Digits of base point multiples are within this bound.</summary>
    internal const int MaximumDigit = 128;

    // Row |k| holds k B in fifteen words, three elements of five packed limbs each, and one word that pads.
    private const int RowWords = 16;
    private static readonly ulong[] Rows = MakeRows();

    internal FieldLanes YMinusX;
    internal FieldLanes YPlusX;
    internal FieldLanes XY2d;

    /// <summary>In each lane digit B, the identity for 0; digits in [-128, 128].</summary>
    /// <remarks>Cost: variable time in the memory that is read; for public values.</remarks>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Select(Vector512<long> digits, out AffineCachedLanes selected)
    {
        Vector512<long> rows = Vector512.Abs(digits) * RowWords;
        Gather(rows, 0, out Vector512<ulong> w0, out Vector512<ulong> w1, out Vector512<ulong> w2,
            out Vector512<ulong> w3, out Vector512<ulong> w4, out Vector512<ulong> w5, out Vector512<ulong> w6,
            out Vector512<ulong> w7);
        Gather(rows, 8, out Vector512<ulong> w8, out Vector512<ulong> w9, out Vector512<ulong> w10,
            out Vector512<ulong> w11, out Vector512<ulong> w12, out Vector512<ulong> w13, out Vector512<ulong> w14,
            out _);
        FieldLanes first = Lanes(w0, w1, w2, w3, w4);
        FieldLanes second = Lanes(w5, w6, w7, w8, w9);
        // -Q: the first two exchanged, the last negated.
        Vector512<long> isNegative = Vector512.LessThan(digits, Vector512<long>.Zero);
        FieldLanes.Choose(isNegative, second, first, out selected.YMinusX);
        FieldLanes.Choose(isNegative, first, second, out selected.YPlusX);
        FieldLanes.NegateWhere(Lanes(w10, w11, w12, w13, w14), isNegative, out selected.XY2d);
    }

    // Eight words of each lane's row, transposed: vector k has word k of every row.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Gather(
        Vector512<long> rows,
        int offset,
        out Vector512<ulong> w0,
        out Vector512<ulong> w1,
        out Vector512<ulong> w2,
        out Vector512<ulong> w3,
        out Vector512<ulong> w4,
        out Vector512<ulong> w5,
        out Vector512<ulong> w6,
        out Vector512<ulong> w7)
    {
        ReadOnlySpan<ulong> words = Rows;
        Vector512<ulong> a = Vector512.Create(words.Slice((int)rows[0] + offset, 8));
        Vector512<ulong> b = Vector512.Create(words.Slice((int)rows[1] + offset, 8));
        Vector512<ulong> c = Vector512.Create(words.Slice((int)rows[2] + offset, 8));
        Vector512<ulong> d = Vector512.Create(words.Slice((int)rows[3] + offset, 8));
        Vector512<ulong> e = Vector512.Create(words.Slice((int)rows[4] + offset, 8));
        Vector512<ulong> f = Vector512.Create(words.Slice((int)rows[5] + offset, 8));
        Vector512<ulong> g = Vector512.Create(words.Slice((int)rows[6] + offset, 8));
        Vector512<ulong> h = Vector512.Create(words.Slice((int)rows[7] + offset, 8));
        // Even and odd words of two rows, then of four, then of eight.
        Four(a, b, c, d, out Vector512<ulong> l0, out Vector512<ulong> l1, out Vector512<ulong> l2,
            out Vector512<ulong> l3);
        Four(e, f, g, h, out Vector512<ulong> h0, out Vector512<ulong> h1, out Vector512<ulong> h2,
            out Vector512<ulong> h3);
        w0 = Avx512F.Shuffle4x128(l0, h0, 0b10_00_10_00);
        w1 = Avx512F.Shuffle4x128(l1, h1, 0b10_00_10_00);
        w2 = Avx512F.Shuffle4x128(l2, h2, 0b10_00_10_00);
        w3 = Avx512F.Shuffle4x128(l3, h3, 0b10_00_10_00);
        w4 = Avx512F.Shuffle4x128(l0, h0, 0b11_01_11_01);
        w5 = Avx512F.Shuffle4x128(l1, h1, 0b11_01_11_01);
        w6 = Avx512F.Shuffle4x128(l2, h2, 0b11_01_11_01);
        w7 = Avx512F.Shuffle4x128(l3, h3, 0b11_01_11_01);
    }

    // From rows a to d: words k and k + 4 of all four, each in 128-bit pieces (a b) (c d) of word k, then of k + 4.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(
        Vector512<ulong> a,
        Vector512<ulong> b,
        Vector512<ulong> c,
        Vector512<ulong> d,
        out Vector512<ulong> w0,
        out Vector512<ulong> w1,
        out Vector512<ulong> w2,
        out Vector512<ulong> w3)
    {
        Vector512<ulong> abEven = Avx512F.UnpackLow(a, b);      // words 0, 2, 4, 6
        Vector512<ulong> abOdd = Avx512F.UnpackHigh(a, b);      // words 1, 3, 5, 7
        Vector512<ulong> cdEven = Avx512F.UnpackLow(c, d);
        Vector512<ulong> cdOdd = Avx512F.UnpackHigh(c, d);
        w0 = Avx512F.Shuffle4x128(abEven, cdEven, 0b10_00_10_00); // ab0 ab4 cd0 cd4
        w1 = Avx512F.Shuffle4x128(abOdd, cdOdd, 0b10_00_10_00);
        w2 = Avx512F.Shuffle4x128(abEven, cdEven, 0b11_01_11_01); // ab2 ab6 cd2 cd6
        w3 = Avx512F.Shuffle4x128(abOdd, cdOdd, 0b11_01_11_01);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FieldLanes Lanes(
        Vector512<ulong> v0, Vector512<ulong> v1, Vector512<ulong> v2, Vector512<ulong> v3, Vector512<ulong> v4) => new()
    {
        V0 = v0.AsInt32(),
        V1 = v1.AsInt32(),
        V2 = v2.AsInt32(),
        V3 = v3.AsInt32(),
        V4 = v4.AsInt32(),
    };

    private static ulong[] MakeRows()
    {
        AffineCachedPoint[] multiples = BasePointTables.MakeMultiples(MaximumDigit);
        ulong[] rows = new ulong[(MaximumDigit + 1) * RowWords];
        for (int i = 0; i <= MaximumDigit; i++)
        {
            AffineCachedPoint multiple = i == 0 ? AffineCachedPoint.Identity : multiples[i - 1];
            Span<ulong> row = rows.AsSpan(i * RowWords, RowWords);
            FieldLanes.ToCentredLimbs(multiple.YMinusX, row, stride: 1);
            FieldLanes.ToCentredLimbs(multiple.YPlusX, row[5..], stride: 1);
            FieldLanes.ToCentredLimbs(multiple.XY2d, row[10..], stride: 1);
        }
        return rows;
    }
}
