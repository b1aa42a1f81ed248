using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PoolTopology.Crypto.Curve25519;

namespace PoolTopology.Crypto.Wide;

/// <summary>Points prepared as second operands of an addition: Y - X, Y + X, 2 Z, 2 d T.</summary>
/// <remarks>Invariant: tight elements.</remarks>
/// <typeparam name="V">The register.</typeparam>
[SkipLocalsInit]
internal struct WideCachedPoint<V>
    where V : unmanaged, IWide<V>
{
    /// <summary>Entries of a table of multiples: P, 2 P, ... 8 P.</summary>
    internal const int Multiples = 8;

    private const int Elements = 4;
    private const int Registers = Elements * CentredLimbs.Count;

    private static readonly WideField<V> TwoD = WideField<V>.Broadcast(CurveConstants.TwoD);

    internal WideField<V> YMinusX;
    internal WideField<V> YPlusX;
    internal WideField<V> Z2;
    internal WideField<V> T2d;

    internal static void From(in WidePoint<V> point, out WideCachedPoint<V> cached)
    {
        WideField<V>.Subtract(point.Y, point.X, out cached.YMinusX);
        WideField<V>.Carry(cached.YMinusX, out cached.YMinusX);
        WideField<V>.Add(point.Y, point.X, out cached.YPlusX);
        WideField<V>.Carry(cached.YPlusX, out cached.YPlusX);
        WideField<V>.Add(point.Z, point.Z, out cached.Z2);
        WideField<V>.Carry(cached.Z2, out cached.Z2);
        WideField<V>.Multiply(point.T, TwoD, out cached.T2d);
    }

    /// <summary>In each lane, table[|digit| - 1] with the digit's sign, the identity for 0; digits in [-8, 8].</summary>
    /// <remarks>Cost: constant time; every entry is read.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Select(
        ReadOnlySpan<WideCachedPoint<V>> table, V digits, out WideCachedPoint<V> selected)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(table.Length, Multiples);
        Unsafe.SkipInit(out selected);
        V isNegative = V.Broadcast(0) - (digits >>> 63);
        V magnitudes = (digits ^ isNegative) - isNegative;
        V is1 = V.AreEqual(magnitudes, V.Broadcast(1));
        V is2 = V.AreEqual(magnitudes, V.Broadcast(2));
        V is3 = V.AreEqual(magnitudes, V.Broadcast(3));
        V is4 = V.AreEqual(magnitudes, V.Broadcast(4));
        V is5 = V.AreEqual(magnitudes, V.Broadcast(5));
        V is6 = V.AreEqual(magnitudes, V.Broadcast(6));
        V is7 = V.AreEqual(magnitudes, V.Broadcast(7));
        V is8 = V.AreEqual(magnitudes, V.Broadcast(8));
        // Both as plain registers: the table has 8 entries of 20, which bounds all that is read and written below.
        ref V from = ref Unsafe.As<WideCachedPoint<V>, V>(ref MemoryMarshal.GetReference(table));
        ref V to = ref Unsafe.As<WideCachedPoint<V>, V>(ref selected);
        for (int i = 0; i < Registers; i++)
        {
            V limb = Unsafe.Add(ref from, i) & is1;
            limb = V.Choose(is2, Unsafe.Add(ref from, Registers + i), limb);
            limb = V.Choose(is3, Unsafe.Add(ref from, 2 * Registers + i), limb);
            limb = V.Choose(is4, Unsafe.Add(ref from, 3 * Registers + i), limb);
            limb = V.Choose(is5, Unsafe.Add(ref from, 4 * Registers + i), limb);
            limb = V.Choose(is6, Unsafe.Add(ref from, 5 * Registers + i), limb);
            limb = V.Choose(is7, Unsafe.Add(ref from, 6 * Registers + i), limb);
            Unsafe.Add(ref to, i) = V.Choose(is8, Unsafe.Add(ref from, 7 * Registers + i), limb);
        }
        // Where nothing was selected all bits are zero; the identity has Y - X = Y + X = 1 and 2 Z = 2.
        V isZero = V.AreEqual(magnitudes, V.Broadcast(0));
        V one = isZero & V.BroadcastReal(1);
        selected.YMinusX.L0 |= one;
        selected.YPlusX.L0 |= one;
        selected.Z2.L0 |= isZero & V.BroadcastReal(2);
        // -Q: the first two exchanged, the last negated.
        WideField<V>.Choose(isNegative, selected.YPlusX, selected.YMinusX, out WideField<V> yMinusX);
        WideField<V>.Choose(isNegative, selected.YMinusX, selected.YPlusX, out selected.YPlusX);
        selected.YMinusX = yMinusX;
        WideField<V>.NegateWhere(selected.T2d, isNegative, out selected.T2d);
    }
}
