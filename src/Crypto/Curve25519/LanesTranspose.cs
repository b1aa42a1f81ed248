using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PoolTopology.Crypto.Curve25519;

/// <summary>Turns eight rows of eight words, one row per lane, into eight vectors of one word of every lane.</summary>
/// <remarks>Pre: <see cref="FieldLanes.IsSupported"/>. Cost: constant time.</remarks>
internal static class LanesTranspose
{
    /// <summary>Column k gets word k of row 0, of row 1, and so on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Transpose(
        Vector512<ulong> row0,
        Vector512<ulong> row1,
        Vector512<ulong> row2,
        Vector512<ulong> row3,
        Vector512<ulong> row4,
        Vector512<ulong> row5,
        Vector512<ulong> row6,
        Vector512<ulong> row7,
        Span<Vector512<ulong>> columns)
    {
        Span<Vector512<ulong>> eight = columns[..8];
        Four(row0, row1, row2, row3, out Vector512<ulong> l0, out Vector512<ulong> l1, out Vector512<ulong> l2,
            out Vector512<ulong> l3);
        Four(row4, row5, row6, row7, out Vector512<ulong> h0, out Vector512<ulong> h1, out Vector512<ulong> h2,
            out Vector512<ulong> h3);
        eight[0] = Avx512F.Shuffle4x128(l0, h0, 0b10_00_10_00);
        eight[1] = Avx512F.Shuffle4x128(l1, h1, 0b10_00_10_00);
        eight[2] = Avx512F.Shuffle4x128(l2, h2, 0b10_00_10_00);
        eight[3] = Avx512F.Shuffle4x128(l3, h3, 0b10_00_10_00);
        eight[4] = Avx512F.Shuffle4x128(l0, h0, 0b11_01_11_01);
        eight[5] = Avx512F.Shuffle4x128(l1, h1, 0b11_01_11_01);
        eight[6] = Avx512F.Shuffle4x128(l2, h2, 0b11_01_11_01);
        eight[7] = Avx512F.Shuffle4x128(l3, h3, 0b11_01_11_01);
    }

    // Words k and k + 4 of four rows a to d, in pieces of two words: (a b) and (c d) of word k, then of word k + 4.
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
        Vector512<ulong> abEven = Avx512F.UnpackLow(a, b);          // words 0, 2, 4, 6
        Vector512<ulong> abOdd = Avx512F.UnpackHigh(a, b);          // words 1, 3, 5, 7
        Vector512<ulong> cdEven = Avx512F.UnpackLow(c, d);
        Vector512<ulong> cdOdd = Avx512F.UnpackHigh(c, d);
        w0 = Avx512F.Shuffle4x128(abEven, cdEven, 0b10_00_10_00);   // ab 0, ab 4, cd 0, cd 4
        w1 = Avx512F.Shuffle4x128(abOdd, cdOdd, 0b10_00_10_00);
        w2 = Avx512F.Shuffle4x128(abEven, cdEven, 0b11_01_11_01);   // ab 2, ab 6, cd 2, cd 6
        w3 = Avx512F.Shuffle4x128(abOdd, cdOdd, 0b11_01_11_01);
    }
}
