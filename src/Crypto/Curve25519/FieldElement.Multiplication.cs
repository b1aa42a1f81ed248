using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace PoolTopology.Crypto.Curve25519;

// Products without carries: one operand is shifted left by 9 and the other by 4 bits, so that a 128-bit product
// splits at 2^64 = 2^51 * 2^13. Its high word then belongs to the next limb as it is, and its low word, shifted right
// by 13, to this one; both are plain 64-bit sums. Limbs below 2^54 keep every sum below 2^64:
// high words are at most 19 * 2^(54+54-51) each, and no limb receives more than 77 * 2^57 < 2^63.3.
internal partial struct FieldElement
{
    private const int LeftShift = 9;
    private const int RightShift = 4;
    private const int LowShift = 13;

    /// <summary>The tight product of two loose elements.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Multiply(in FieldElement x, in FieldElement y, out FieldElement product)
    {
        ulong b0 = y.L0 << RightShift;
        ulong b1 = y.L1 << RightShift;
        ulong b2 = y.L2 << RightShift;
        ulong b3 = y.L3 << RightShift;
        ulong b4 = y.L4 << RightShift;

        // Row x0: limbs 0..4, no wrap-around.
        ulong a = x.L0 << LeftShift;
        ulong r0 = (a * b0) >> LowShift;
        ulong r1 = High(a, b0) + ((a * b1) >> LowShift);
        ulong r2 = High(a, b1) + ((a * b2) >> LowShift);
        ulong r3 = High(a, b2) + ((a * b3) >> LowShift);
        ulong r4 = High(a, b3) + ((a * b4) >> LowShift);
        ulong r5 = High(a, b4);

        // Row x1; from here on limbs beyond the fourth come back times 19 (2^255 = 19 mod p).
        a = x.L1 << LeftShift;
        b4 *= 19;
        r0 += (a * b4) >> LowShift;
        r1 += High(a, b4) + ((a * b0) >> LowShift);
        r2 += High(a, b0) + ((a * b1) >> LowShift);
        r3 += High(a, b1) + ((a * b2) >> LowShift);
        r4 += High(a, b2) + ((a * b3) >> LowShift);
        r5 += High(a, b3);

        a = x.L2 << LeftShift;
        b3 *= 19;
        r0 += (a * b3) >> LowShift;
        r1 += High(a, b3) + ((a * b4) >> LowShift);
        r2 += High(a, b4) + ((a * b0) >> LowShift);
        r3 += High(a, b0) + ((a * b1) >> LowShift);
        r4 += High(a, b1) + ((a * b2) >> LowShift);
        r5 += High(a, b2);

        a = x.L3 << LeftShift;
        b2 *= 19;
        r0 += (a * b2) >> LowShift;
        r1 += High(a, b2) + ((a * b3) >> LowShift);
        r2 += High(a, b3) + ((a * b4) >> LowShift);
        r3 += High(a, b4) + ((a * b0) >> LowShift);
        r4 += High(a, b0) + ((a * b1) >> LowShift);
        r5 += High(a, b1);

        a = x.L4 << LeftShift;
        b1 *= 19;
        r0 += (a * b1) >> LowShift;
        r1 += High(a, b1) + ((a * b2) >> LowShift);
        r2 += High(a, b2) + ((a * b3) >> LowShift);
        r3 += High(a, b3) + ((a * b4) >> LowShift);
        r4 += High(a, b4) + ((a * b0) >> LowShift);
        r5 += High(a, b0);

        r0 += 19 * r5;
        product.L0 = (r0 & Mask51) + 19 * (r4 >> 51);
        product.L1 = (r1 & Mask51) + (r0 >> 51);
        product.L2 = (r2 & Mask51) + (r1 >> 51);
        product.L3 = (r3 & Mask51) + (r2 >> 51);
        product.L4 = (r4 & Mask51) + (r3 >> 51);
    }

    /// <summary>The tight square of a loose element.</summary>
    internal static void Square(in FieldElement x, out FieldElement square) => SquareTimes(x, 1, out square);

    /// <summary>x^(2^count), tight; x is loose and count at least 1.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void SquareTimes(in FieldElement x, int count, out FieldElement power)
    {
        ulong x0 = x.L0;
        ulong x1 = x.L1;
        ulong x2 = x.L2;
        ulong x3 = x.L3;
        ulong x4 = x.L4;
        do
        {
            ulong a = x0 << LeftShift;
            ulong b = x0 << RightShift;
            ulong r0 = (a * b) >> LowShift;
            ulong r1 = High(a, b);
            a <<= 1;
            b = x1 << RightShift;
            r1 += (a * b) >> LowShift;
            ulong r2 = High(a, b);
            b = x2 << RightShift;
            r2 += (a * b) >> LowShift;
            ulong r3 = High(a, b);
            b = x3 << RightShift;
            r3 += (a * b) >> LowShift;
            ulong r4 = High(a, b);
            b = x4 << RightShift;
            r4 += (a * b) >> LowShift;
            ulong r5 = High(a, b);

            a = x1 << LeftShift;
            b = x1 << RightShift;
            r2 += (a * b) >> LowShift;
            r3 += High(a, b);
            a <<= 1;
            b = x2 << RightShift;
            r3 += (a * b) >> LowShift;
            r4 += High(a, b);
            b = x3 << RightShift;
            r4 += (a * b) >> LowShift;
            r5 += High(a, b);
            b = (x4 << RightShift) * 19;
            r0 += (a * b) >> LowShift;
            r1 += High(a, b);

            a = x2 << LeftShift;
            b = x2 << RightShift;
            r4 += (a * b) >> LowShift;
            r5 += High(a, b);
            a <<= 1;
            b = (x3 << RightShift) * 19;
            r0 += (a * b) >> LowShift;
            r1 += High(a, b);
            b = (x4 << RightShift) * 19;
            r1 += (a * b) >> LowShift;
            r2 += High(a, b);

            a = x3 << LeftShift;
            b = (x3 << RightShift) * 19;
            r1 += (a * b) >> LowShift;
            r2 += High(a, b);
            a <<= 1;
            b = (x4 << RightShift) * 19;
            r2 += (a * b) >> LowShift;
            r3 += High(a, b);

            a = x4 << LeftShift;
            r3 += (a * b) >> LowShift;
            r4 += High(a, b);

            r0 += 19 * r5;
            x0 = (r0 & Mask51) + 19 * (r4 >> 51);
            x1 = (r1 & Mask51) + (r0 >> 51);
            x2 = (r2 & Mask51) + (r1 >> 51);
            x3 = (r3 & Mask51) + (r2 >> 51);
            x4 = (r4 & Mask51) + (r3 >> 51);
        }
        while (--count > 0);

        power.L0 = x0;
        power.L1 = x1;
        power.L2 = x2;
        power.L3 = x3;
        power.L4 = x4;
    }

    // High word of a 128-bit product. The low word is a separate 64-bit multiplication in the callers: two register
    // results are cheaper here than one that passes through memory.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong High(ulong a, ulong b) =>
        Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(a, b) : Math.BigMul(a, b, out _);
}
