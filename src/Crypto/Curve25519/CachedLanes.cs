using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PoolTopology.Crypto.Curve25519;

/// <summary>Eight points prepared as second operands of an addition: Y - X, Y + X, 2 Z, 2 d T.</summary>
/// <remarks>Invariant: limbs at most twice as large as tight ones. Pre: <see cref="FieldLanes.IsSupported"/>.</remarks>
internal struct CachedLanes
{
    private static readonly FieldLanes TwoD = FieldLanes.Broadcast(CurveConstants.TwoD);

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
        Vector512<long> magnitudes = Vector512.Abs(digits);
        Identity(out selected);
        for (int i = 0; i < table.Length; i++)
        {
            Vector512<long> here = Vector512.Equals(magnitudes, Vector512.Create((long)(i + 1)));
            ref readonly CachedLanes entry = ref table[i];
            FieldLanes.Choose(here, entry.YMinusX, selected.YMinusX, out selected.YMinusX);
            FieldLanes.Choose(here, entry.YPlusX, selected.YPlusX, out selected.YPlusX);
            FieldLanes.Choose(here, entry.Z2, selected.Z2, out selected.Z2);
            FieldLanes.Choose(here, entry.T2d, selected.T2d, out selected.T2d);
        }
        // -Q: the first two exchanged, the last negated.
        Vector512<long> isNegative = Vector512.LessThan(digits, Vector512<long>.Zero);
        FieldLanes.Choose(isNegative, selected.YPlusX, selected.YMinusX, out FieldLanes yMinusX);
        FieldLanes.Choose(isNegative, selected.YMinusX, selected.YPlusX, out selected.YPlusX);
        selected.YMinusX = yMinusX;
        FieldLanes.NegateWhere(selected.T2d, isNegative, out selected.T2d);
    }

    private static void Identity(out CachedLanes identity)
    {
        identity = default;
        identity.YMinusX.V0 = Vector512.Create(1L).AsInt32();
        identity.YPlusX.V0 = Vector512.Create(1L).AsInt32();
        identity.Z2.V0 = Vector512.Create(2L).AsInt32();
    }
}
