using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace PoolTopology.Crypto.Curve25519;

/// <summary>An integer modulo p = 2^255 - 19 in five limbs of 51 bits.</summary>
/// <remarks>
/// Shape: value = L0 + 2^51 L1 + 2^102 L2 + 2^153 L3 + 2^204 L4. Limbs may exceed 51 bits:
/// "tight" means every limb is below 2^51 + 2^18 (what multiplication leaves), "loose" below 2^54 (what it accepts).
/// A sum of two tight elements and a difference of them are loose.
/// Cost: every operation is constant time. Operands may be the same variable as the result.
/// </remarks>
internal partial struct FieldElement
{
    internal const int SizeBytes = 32;

    private const ulong Mask51 = (1UL << 51) - 1;

    // 4p in limbs: added before a subtraction so that no limb goes below zero.
    private const ulong FourP0 = 4 * (Mask51 - 18);
    private const ulong FourP = 4 * Mask51;

    internal ulong L0;
    internal ulong L1;
    internal ulong L2;
    internal ulong L3;
    internal ulong L4;

    internal FieldElement(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4)
    {
        L0 = l0;
        L1 = l1;
        L2 = l2;
        L3 = l3;
        L4 = l4;
    }

    internal static FieldElement Zero => default;

    internal static FieldElement One => new(1, 0, 0, 0, 0);

    /// <summary>
    /// Reads 32 little-endian bytes; the top bit is ignored and values from p to 2^255 - 1 are accepted.
    /// </summary>
    internal static FieldElement FromBytes(ReadOnlySpan<byte> bytes)
    {
        ulong w0 = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        ulong w1 = BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
        ulong w2 = BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]);
        ulong w3 = BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]);
        return new FieldElement(
            w0 & Mask51,
            ((w0 >> 51) | (w1 << 13)) & Mask51,
            ((w1 >> 38) | (w2 << 26)) & Mask51,
            ((w2 >> 25) | (w3 << 39)) & Mask51,
            (w3 >> 12) & Mask51);
    }

    /// <summary>Writes the value in [0, p) as 32 little-endian bytes.</summary>
    internal readonly void ToBytes(Span<byte> destination)
    {
        FieldElement t = Canonical();
        BinaryPrimitives.WriteUInt64LittleEndian(destination, t.L0 | (t.L1 << 51));
        BinaryPrimitives.WriteUInt64LittleEndian(destination[8..], (t.L1 >> 13) | (t.L2 << 38));
        BinaryPrimitives.WriteUInt64LittleEndian(destination[16..], (t.L2 >> 26) | (t.L3 << 25));
        BinaryPrimitives.WriteUInt64LittleEndian(destination[24..], (t.L3 >> 39) | (t.L4 << 12));
    }

    /// <summary>1 when the value in [0, p) is odd, else 0: the "sign" of RFC 8032.</summary>
    internal readonly ulong IsNegative() => Canonical().L0 & 1;

    /// <summary>1 when the value is zero modulo p, else 0.</summary>
    internal readonly ulong IsZero()
    {
        FieldElement t = Canonical();
        ulong bits = t.L0 | t.L1 | t.L2 | t.L3 | t.L4;
        return 1 ^ ((bits | (0 - bits)) >> 63);
    }

    /// <summary>
    /// 1 when both operands are the same modulo p, else 0. Operands are loose, the second below 2^53 per limb.
    /// </summary>
    internal static ulong AreEqual(in FieldElement a, in FieldElement b)
    {
        Subtract(a, b, out FieldElement difference);
        return difference.IsZero();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Add(in FieldElement a, in FieldElement b, out FieldElement sum)
    {
        sum.L0 = a.L0 + b.L0;
        sum.L1 = a.L1 + b.L1;
        sum.L2 = a.L2 + b.L2;
        sum.L3 = a.L3 + b.L3;
        sum.L4 = a.L4 + b.L4;
    }

    /// <summary>a - b + 4p; the limbs of b stay below 2^53 - 76.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Subtract(in FieldElement a, in FieldElement b, out FieldElement difference)
    {
        difference.L0 = a.L0 + FourP0 - b.L0;
        difference.L1 = a.L1 + FourP - b.L1;
        difference.L2 = a.L2 + FourP - b.L2;
        difference.L3 = a.L3 + FourP - b.L3;
        difference.L4 = a.L4 + FourP - b.L4;
    }

    /// <summary>The tight form of -a; a is tight or a sum of two tight elements.</summary>
    internal static void Negate(in FieldElement a, out FieldElement negated)
    {
        Subtract(Zero, a, out FieldElement loose);
        negated = loose.Carried();
    }

    /// <summary>Replaces the target by the source when bit is 1, keeps it when bit is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void MoveIf(ref FieldElement target, in FieldElement source, ulong bit)
    {
        ulong mask = 0 - bit;
        target.L0 ^= mask & (target.L0 ^ source.L0);
        target.L1 ^= mask & (target.L1 ^ source.L1);
        target.L2 ^= mask & (target.L2 ^ source.L2);
        target.L3 ^= mask & (target.L3 ^ source.L3);
        target.L4 ^= mask & (target.L4 ^ source.L4);
    }

    /// <summary>Exchanges both elements when bit is 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void SwapIf(ref FieldElement a, ref FieldElement b, ulong bit)
    {
        FieldElement before = a;
        MoveIf(ref a, b, bit);
        MoveIf(ref b, before, bit);
    }

    /// <summary>The same value with tight limbs, from any limbs.</summary>
    internal readonly FieldElement Carried() => new(
        (L0 & Mask51) + 19 * (L4 >> 51),
        (L1 & Mask51) + (L0 >> 51),
        (L2 & Mask51) + (L1 >> 51),
        (L3 & Mask51) + (L2 >> 51),
        (L4 & Mask51) + (L3 >> 51));

    private readonly FieldElement Canonical()
    {
        FieldElement t = Carried();
        // q = floor(value / p), 0 or 1: the carry out of value + 19.
        ulong q = (t.L0 + 19) >> 51;
        q = (t.L1 + q) >> 51;
        q = (t.L2 + q) >> 51;
        q = (t.L3 + q) >> 51;
        q = (t.L4 + q) >> 51;
        // value - q p = value + 19 q - 2^255 q; the last mask drops 2^255 q.
        t.L0 += 19 * q;
        t.L1 += t.L0 >> 51;
        t.L2 += t.L1 >> 51;
        t.L3 += t.L2 >> 51;
        t.L4 += t.L3 >> 51;
        return new FieldElement(t.L0 & Mask51, t.L1 & Mask51, t.L2 & Mask51, t.L3 & Mask51, t.L4 & Mask51);
    }
}
