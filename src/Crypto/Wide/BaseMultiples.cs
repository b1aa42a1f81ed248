using System.Runtime.InteropServices;
using PoolTopology.Crypto.Curve25519;

namespace PoolTopology.Crypto.Wide;

/// <summary>0, B, 2 B, ... 128 B, each as fifteen limbs: Y - X, Y + X, 2 d X Y with Z = 1.</summary>
internal static class BaseMultiples
{
    /// <summary>The highest multiple.</summary>
    internal const int Maximum = 128;

    /// <summary>Words from one multiple to the next; the last one only pads.</summary>
    internal const int RowWords = 16;

    /// <summary>The limbs, as the bits of doubles.</summary>
    internal static readonly ulong[] Rows = MakeRows();

    private static ulong[] MakeRows()
    {
        AffineCachedPoint[] multiples = BasePointTables.MakeMultiples(Maximum);
        double[] rows = new double[(Maximum + 1) * RowWords];
        for (int i = 0; i <= Maximum; i++)
        {
            AffineCachedPoint multiple = i == 0 ? AffineCachedPoint.Identity : multiples[i - 1];
            Span<double> row = rows.AsSpan(i * RowWords, RowWords);
            CentredLimbs.Write(multiple.YMinusX, row);
            CentredLimbs.Write(multiple.YPlusX, row[CentredLimbs.Count..]);
            CentredLimbs.Write(multiple.XY2d, row[(2 * CentredLimbs.Count)..]);
        }
        return MemoryMarshal.Cast<double, ulong>(rows).ToArray();
    }
}
