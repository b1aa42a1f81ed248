using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PoolTopology.Crypto.Curve25519;

/// <summary>Eight multiples of the base point as second operands with Z = 1: Y - X, Y + X, 2 d X Y.</summary>
/// <remarks>Pre: <see cref="FieldLanes.IsSupported"/>.</remarks>
internal struct AffineCachedLanes
{
    /// <summary>Digits of base point multiples are within this bound.</summary>
    internal const int MaximumDigit = 128;

    // Row |k| holds k B in fifteen words, three elements of five packed limbs each, and one word that pads.
    private const int RowWords = 16;
    private const int ElementVectors = 5;
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
        Span<Vector512<ulong>> words = stackalloc Vector512<ulong>[RowWords];
        Gather(rows, 0, words);
        Gather(rows, 8, words[8..]);
        FieldLanes first = Lanes(words);
        FieldLanes second = Lanes(words[ElementVectors..]);
        // -Q: the first two exchanged, the last negated.
        Vector512<long> isNegative = Vector512.LessThan(digits, Vector512<long>.Zero);
        FieldLanes.Choose(isNegative, second, first, out selected.YMinusX);
        FieldLanes.Choose(isNegative, first, second, out selected.YPlusX);
        FieldLanes.NegateWhere(Lanes(words[(2 * ElementVectors)..]), isNegative, out selected.XY2d);
    }

    // Eight words of each lane's row.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Gather(Vector512<long> rows, int offset, Span<Vector512<ulong>> words)
    {
        ReadOnlySpan<ulong> table = Rows;
        LanesTranspose.Transpose(
            Vector512.Create(table.Slice((int)rows[0] + offset, 8)),
            Vector512.Create(table.Slice((int)rows[1] + offset, 8)),
            Vector512.Create(table.Slice((int)rows[2] + offset, 8)),
            Vector512.Create(table.Slice((int)rows[3] + offset, 8)),
            Vector512.Create(table.Slice((int)rows[4] + offset, 8)),
            Vector512.Create(table.Slice((int)rows[5] + offset, 8)),
            Vector512.Create(table.Slice((int)rows[6] + offset, 8)),
            Vector512.Create(table.Slice((int)rows[7] + offset, 8)),
            words);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FieldLanes Lanes(ReadOnlySpan<Vector512<ulong>> words) => new()
    {
        V0 = words[0].AsInt32(),
        V1 = words[1].AsInt32(),
        V2 = words[2].AsInt32(),
        V3 = words[3].AsInt32(),
        V4 = words[4].AsInt32(),
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
            FieldLanes.ToCentredLimbs(multiple.YPlusX, row[ElementVectors..], stride: 1);
            FieldLanes.ToCentredLimbs(multiple.XY2d, row[(2 * ElementVectors)..], stride: 1);
        }
        return rows;
    }
}
