using System.Runtime.CompilerServices;

namespace PoolTopology.Crypto.Curve25519;

/// <summary>A point prepared as second operand of an addition: Y + X, Y - X, Z, 2 d T.</summary>
internal struct CachedPoint
{
    internal FieldElement YPlusX;
    internal FieldElement YMinusX;
    internal FieldElement Z;
    internal FieldElement T2d;

    internal static CachedPoint Identity =>
        new() { YPlusX = FieldElement.One, YMinusX = FieldElement.One, Z = FieldElement.One };

    internal static void From(in ExtendedPoint point, out CachedPoint cached)
    {
        FieldElement.Add(point.Y, point.X, out cached.YPlusX);
        FieldElement.Subtract(point.Y, point.X, out cached.YMinusX);
        cached.Z = point.Z;
        FieldElement.Multiply(point.T, CurveConstants.TwoD, out cached.T2d);
    }

    /// <summary>table[|digit| - 1] with the digit's sign, the identity for 0; digit in [-8, 8].</summary>
    /// <remarks>Cost: constant time; every entry is read.</remarks>
    [SkipLocalsInit]
    internal static void Select(ReadOnlySpan<CachedPoint> table, int digit, out CachedPoint selected)
    {
        int sign = digit >> 31;
        int magnitude = (digit ^ sign) - sign;
        selected = Identity;
        for (int i = 0; i < table.Length; i++)
        {
            ulong isHere = ConstantTime.IsEqual(magnitude, i + 1);
            FieldElement.MoveIf(ref selected.YPlusX, table[i].YPlusX, isHere);
            FieldElement.MoveIf(ref selected.YMinusX, table[i].YMinusX, isHere);
            FieldElement.MoveIf(ref selected.Z, table[i].Z, isHere);
            FieldElement.MoveIf(ref selected.T2d, table[i].T2d, isHere);
        }
        ulong isNegative = (ulong)(sign & 1);
        FieldElement.SwapIf(ref selected.YPlusX, ref selected.YMinusX, isNegative);
        FieldElement.Negate(selected.T2d, out FieldElement negated);
        FieldElement.MoveIf(ref selected.T2d, negated, isNegative);
    }
}
