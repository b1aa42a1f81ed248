using System.Runtime.CompilerServices;

namespace PoolTopology.Crypto.Curve25519;

/// <summary>A fixed point prepared as second operand of an addition, with Z = 1: y + x, y - x, 2 d x y.</summary>
internal struct AffineCachedPoint
{
    internal FieldElement YPlusX;
    internal FieldElement YMinusX;
    internal FieldElement XY2d;

    internal static AffineCachedPoint Identity =>
        new() { YPlusX = FieldElement.One, YMinusX = FieldElement.One };

    /// <summary>table[|digit| - 1] with the digit's sign, the identity for 0; digit in [-8, 8].</summary>
    /// <remarks>Cost: constant time; every entry is read.</remarks>
    [SkipLocalsInit]
    internal static void Select(ReadOnlySpan<AffineCachedPoint> table, int digit, out AffineCachedPoint selected)
    {
        int sign = digit >> 31;
        int magnitude = (digit ^ sign) - sign;
        selected = Identity;
        for (int i = 0; i < table.Length; i++)
        {
            ulong isHere = ConstantTime.IsEqual(magnitude, i + 1);
            FieldElement.MoveIf(ref selected.YPlusX, table[i].YPlusX, isHere);
            FieldElement.MoveIf(ref selected.YMinusX, table[i].YMinusX, isHere);
            FieldElement.MoveIf(ref selected.XY2d, table[i].XY2d, isHere);
        }
        ulong isNegative = (ulong)(sign & 1);
        FieldElement.SwapIf(ref selected.YPlusX, ref selected.YMinusX, isNegative);
        FieldElement.Negate(selected.XY2d, out FieldElement negated);
        FieldElement.MoveIf(ref selected.XY2d, negated, isNegative);
    }
}
