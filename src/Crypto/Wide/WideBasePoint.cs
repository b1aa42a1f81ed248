using System.Runtime.CompilerServices;

namespace PoolTopology.Crypto.Wide;

/// <summary>Multiples of the base point as second operands with Z = 1: Y - X, Y + X, 2 d X Y.</summary>
/// <remarks>Invariant: tight elements.</remarks>
/// <typeparam name="V">The register.</typeparam>
[SkipLocalsInit]
internal struct WideBasePoint<V>
    where V : unmanaged, IWide<V>
{
    internal WideField<V> YMinusX;
    internal WideField<V> YPlusX;
    internal WideField<V> XY2d;

    /// <summary>In each lane digit B, the identity for 0; digits in [-128, 128].</summary>
    /// <remarks>Cost: variable time in the memory that is read; for public values.</remarks>
    internal static void Select(V digits, out WideBasePoint<V> selected)
    {
        V isNegative = V.Broadcast(0) - (digits >>> 63);
        Span<ulong> magnitudes = stackalloc ulong[WideWords<V>.LanesMax];
        ((digits ^ isNegative) - isNegative).Store(magnitudes);
        Span<ulong> columns = stackalloc ulong[BaseMultiples.RowWords * WideWords<V>.LanesMax];
        for (int lane = 0; lane < V.Lanes; lane++)
        {
            ReadOnlySpan<ulong> row = BaseMultiples.Rows.AsSpan(
                (int)magnitudes[lane] * BaseMultiples.RowWords, BaseMultiples.RowWords);
            for (int word = 0; word < row.Length; word++)
                columns[word * V.Lanes + lane] = row[word];
        }
        WideField<V> first = Element(columns, 0);
        WideField<V> second = Element(columns, 1);
        // -Q: the first two exchanged, the last negated.
        WideField<V>.Choose(isNegative, second, first, out selected.YMinusX);
        WideField<V>.Choose(isNegative, first, second, out selected.YPlusX);
        WideField<V>.NegateWhere(Element(columns, 2), isNegative, out selected.XY2d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static WideField<V> Element(ReadOnlySpan<ulong> columns, int number)
    {
        ReadOnlySpan<ulong> limbs = columns[(number * CentredLimbs.Count * V.Lanes)..];
        return new WideField<V>
        {
            L0 = V.Load(limbs),
            L1 = V.Load(limbs[V.Lanes..]),
            L2 = V.Load(limbs[(2 * V.Lanes)..]),
            L3 = V.Load(limbs[(3 * V.Lanes)..]),
            L4 = V.Load(limbs[(4 * V.Lanes)..]),
        };
    }
}
