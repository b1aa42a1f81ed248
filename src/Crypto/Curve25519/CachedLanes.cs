using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PoolTopology.Crypto.Curve25519;

/// <summary>Eight points prepared as second operands of an addition: Y - X, Y + X, 2 Z, 2 d T.</summary>
/// <remarks>Invariant: limbs at most twice as large as tight ones. Pre: <see cref="FieldLanes.IsSupported"/>.</remarks>
internal struct CachedLanes
{
    private static readonly FieldLanes TwoD = FieldLanes.Broadcast(CurveConstants.TwoD);

    /// <summary>Entries of a table of multiples: P, 2 P, ... 8 P.</summary>
    internal const int Multiples = 8;

    // Four elements of five vectors.
    private const int Vectors = 20;

    internal FieldLanes YMinusX;
    internal FieldLanes YPlusX;
    internal FieldLanes Z2;
    internal FieldLanes T2d;

    internal static void From(in PointLanes point, out CachedLanes cached)
    {
        FieldLanes.Subtract(point.Y, point.X, out cached.YMinusX);
        FieldLanes.Add(point.Y, point.X, out cached.YPlusX);
        FieldLanes.Add(point.Z, point.Z, out cached.Z2);
        FieldLanes.Multiply(point.T, TwoD, out cached.T2d);
    }

    /// <summary>In each lane, table[|digit| - 1] with the digit's sign, the identity for 0; digits in [-8, 8].</summary>
    /// <remarks>Cost: constant time; every entry is read.</remarks>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Select(ReadOnlySpan<CachedLanes> table, Vector512<long> digits, out CachedLanes selected)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(table.Length, Multiples);
        Unsafe.SkipInit(out selected);
        Vector512<long> magnitudes = Vector512.Abs(digits);
        Vector512<int> is1 = IsMagnitude(magnitudes, 1);
        Vector512<int> is2 = IsMagnitude(magnitudes, 2);
        Vector512<int> is3 = IsMagnitude(magnitudes, 3);
        Vector512<int> is4 = IsMagnitude(magnitudes, 4);
        Vector512<int> is5 = IsMagnitude(magnitudes, 5);
        Vector512<int> is6 = IsMagnitude(magnitudes, 6);
        Vector512<int> is7 = IsMagnitude(magnitudes, 7);
        Vector512<int> is8 = IsMagnitude(magnitudes, 8);
        // Both as plain vectors: the table has 8 entries of 20, the bounds of all loops below.
        ref Vector512<int> from = ref Unsafe.As<CachedLanes, Vector512<int>>(ref MemoryMarshal.GetReference(table));
        ref Vector512<int> to = ref Unsafe.As<CachedLanes, Vector512<int>>(ref selected);
        for (int i = 0; i < Vectors; i++)
        {
            Vector512<int> v = Unsafe.Add(ref from, i) & is1;
            v = Vector512.ConditionalSelect(is2, Unsafe.Add(ref from, Vectors + i), v);
            v = Vector512.ConditionalSelect(is3, Unsafe.Add(ref from, 2 * Vectors + i), v);
            v = Vector512.ConditionalSelect(is4, Unsafe.Add(ref from, 3 * Vectors + i), v);
            v = Vector512.ConditionalSelect(is5, Unsafe.Add(ref from, 4 * Vectors + i), v);
            v = Vector512.ConditionalSelect(is6, Unsafe.Add(ref from, 5 * Vectors + i), v);
            v = Vector512.ConditionalSelect(is7, Unsafe.Add(ref from, 6 * Vectors + i), v);
            Unsafe.Add(ref to, i) = Vector512.ConditionalSelect(is8, Unsafe.Add(ref from, 7 * Vectors + i), v);
        }
        // The identity has Y - X = Y + X = 1 and 2 Z = 2.
        Vector512<int> isZero = IsMagnitude(magnitudes, 0);
        selected.YMinusX.V0 += isZero & Vector512.Create(1L).AsInt32();
        selected.YPlusX.V0 += isZero & Vector512.Create(1L).AsInt32();
        selected.Z2.V0 += isZero & Vector512.Create(2L).AsInt32();
        // -Q: the first two exchanged, the last negated.
        Vector512<long> isNegative = Vector512.LessThan(digits, Vector512<long>.Zero);
        FieldLanes.Choose(isNegative, selected.YPlusX, selected.YMinusX, out FieldLanes yMinusX);
        FieldLanes.Choose(isNegative, selected.YMinusX, selected.YPlusX, out selected.YPlusX);
        selected.YMinusX = yMinusX;
        FieldLanes.NegateWhere(selected.T2d, isNegative, out selected.T2d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> IsMagnitude(Vector512<long> magnitudes, long magnitude) =>
        Vector512.Equals(magnitudes, Vector512.Create(magnitude)).AsInt32();
}
