using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace PoolTopology.Crypto.Wide;

// Products of limbs have up to 102 bits; a fused multiply-add gives both halves exactly. With |a b| at most 2^102:
//   high = a b + 3 2^102           rounds to a multiple of 2^51, as doubles from 2^103 to 2^104 are; its bits are those
//                                  of 3 2^102 plus h, the multiple's number;
//   low  = a b - h 2^51 + 3 2^51   is exact, within 2^50 of 3 2^51; its bits are those of 3 2^51 plus l.
// So a b = h 2^51 + l, and whole columns of halves add up as 64-bit integers. The constant bits, and where all is to be
// positive an offset, are in the numbers that the sums begin with.
// With g h at most 3, |h| stays below 1.51 2^50 and a column, 19 times its upper half included, below 2^58.
internal partial struct WideField<V>
    where V : unmanaged, IWide<V>
{
    private const double TwoTo51 = 1UL << 51;
    private const double TwoTo52 = 1UL << 52;
    private const double TwoTo103 = TwoTo51 * TwoTo52;
    private const double HighReal = 1.5 * TwoTo103;
    private const double LowReal = 1.5 * TwoTo52;

    // The bits of 3 2^102, 3 2^51 and 2^52.
    private const ulong High = 0x4668_0000_0000_0000;
    private const ulong Low = 0x4338_0000_0000_0000;
    private const ulong Integer = 0x4330_0000_0000_0000;

    // Half a limb, so that cutting off rounds to the nearest; and 2^9 limbs more, so that nothing is negative.
    private const ulong Half = 1UL << (LimbBits - 1);
    private const ulong Above = 1UL << 9;
    internal const ulong Offset = Half + (Above << LimbBits);

    // What a limb has too much after cutting: 2^52 of its form, the half, and the offset of the limb below it.
    private const double Excess = (1UL << 52) + Half + Above;
    private const double ExcessOfLowest = (1UL << 52) + Half + 19 * Above;

    /// <summary>The tight products of all lanes.</summary>
    /// <remarks>Not inlined: what the compiler inlines into one method is bounded, and this is most of it.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Multiply(in WideField<V> x, in WideField<V> y, out WideField<V> product)
    {
        Multiply(x, y, Offset, out WideColumns<V> z);
        Cut(z.C0, z.C1, z.C2, z.C3, z.C4, out product);
    }

    /// <summary>The products of all lanes, to be added to others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Multiply(in WideField<V> x, in WideField<V> y, out WideColumns<V> product) =>
        Multiply(x, y, 0, out product);

    /// <summary>The tight squares of all lanes; the operand is tight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Square(in WideField<V> x, out WideField<V> square)
    {
        Square(x, Offset, out WideColumns<V> z);
        Cut(z.C0, z.C1, z.C2, z.C3, z.C4, out square);
    }

    /// <summary>The squares of all lanes, to be added to others; the operand is tight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Square(in WideField<V> x, out WideColumns<V> square) => Square(x, 0, out square);

    /// <summary>x^(2^count), count at least 1; x is tight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void SquareTimes(in WideField<V> x, int count, out WideField<V> power)
    {
        // In registers from one squaring to the next.
        WideField<V> t = x;
        for (; count > 0; count--)
        {
            Square(t, Offset, out WideColumns<V> z);
            Cut(z.C0, z.C1, z.C2, z.C3, z.C4, out t);
        }
        power = t;
    }

    /// <summary>
    /// Tight limbs of positive columns: what each has above 51 bits goes to the next, and the offset is taken away.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Cut(V z0, V z1, V z2, V z3, V z4, out WideField<V> element)
    {
        V mask = V.Broadcast(LimbMask);
        V integer = V.Broadcast(Integer);
        V excess = V.BroadcastReal(Excess);
        element.L0 = V.SubtractReals(
            AddNineteen(z0 & mask, z4 >>> LimbBits) | integer, V.BroadcastReal(ExcessOfLowest));
        element.L1 = V.SubtractReals(((z1 & mask) + (z0 >>> LimbBits)) | integer, excess);
        element.L2 = V.SubtractReals(((z2 & mask) + (z1 >>> LimbBits)) | integer, excess);
        element.L3 = V.SubtractReals(((z3 & mask) + (z2 >>> LimbBits)) | integer, excess);
        element.L4 = V.SubtractReals(((z4 & mask) + (z3 >>> LimbBits)) | integer, excess);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply(
        in WideField<V> x, in WideField<V> y, [ConstantExpected] ulong offset, out WideColumns<V> product)
    {
        V high = V.BroadcastReal(HighReal);
        V both = V.BroadcastReal(HighReal + LowReal);
        // Column k collects the low halves with i + j = k and the high ones with i + j = k - 1.
        V z0 = V.Broadcast(unchecked(offset - Low - (19 * ((4 * Low) + (5 * High)))));
        V z1 = V.Broadcast(unchecked(offset - ((2 * Low) + High) - (19 * ((3 * Low) + (4 * High)))));
        V z2 = V.Broadcast(unchecked(offset - ((3 * Low) + (2 * High)) - (19 * ((2 * Low) + (3 * High)))));
        V z3 = V.Broadcast(unchecked(offset - ((4 * Low) + (3 * High)) - (19 * (Low + (2 * High)))));
        V z4 = V.Broadcast(unchecked(offset - ((5 * Low) + (4 * High)) - (19 * High)));
        V z5 = V.Broadcast(0);
        V z6 = z5;
        V z7 = z5;
        V z8 = z5;
        V z9 = z5;
        V y0 = y.L0;
        V y1 = y.L1;
        V y2 = y.L2;
        V y3 = y.L3;
        V y4 = y.L4;

        V a = x.L0;
        Accumulate(a, y0, high, both, ref z0, ref z1);
        Accumulate(a, y1, high, both, ref z1, ref z2);
        Accumulate(a, y2, high, both, ref z2, ref z3);
        Accumulate(a, y3, high, both, ref z3, ref z4);
        Accumulate(a, y4, high, both, ref z4, ref z5);
        a = x.L1;
        Accumulate(a, y0, high, both, ref z1, ref z2);
        Accumulate(a, y1, high, both, ref z2, ref z3);
        Accumulate(a, y2, high, both, ref z3, ref z4);
        Accumulate(a, y3, high, both, ref z4, ref z5);
        Accumulate(a, y4, high, both, ref z5, ref z6);
        a = x.L2;
        Accumulate(a, y0, high, both, ref z2, ref z3);
        Accumulate(a, y1, high, both, ref z3, ref z4);
        Accumulate(a, y2, high, both, ref z4, ref z5);
        Accumulate(a, y3, high, both, ref z5, ref z6);
        Accumulate(a, y4, high, both, ref z6, ref z7);
        a = x.L3;
        Accumulate(a, y0, high, both, ref z3, ref z4);
        Accumulate(a, y1, high, both, ref z4, ref z5);
        Accumulate(a, y2, high, both, ref z5, ref z6);
        Accumulate(a, y3, high, both, ref z6, ref z7);
        Accumulate(a, y4, high, both, ref z7, ref z8);
        a = x.L4;
        Accumulate(a, y0, high, both, ref z4, ref z5);
        Accumulate(a, y1, high, both, ref z5, ref z6);
        Accumulate(a, y2, high, both, ref z6, ref z7);
        Accumulate(a, y3, high, both, ref z7, ref z8);
        Accumulate(a, y4, high, both, ref z8, ref z9);
        Fold(z0, z1, z2, z3, z4, z5, z6, z7, z8, z9, out product);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Square(in WideField<V> x, [ConstantExpected] ulong offset, out WideColumns<V> square)
    {
        V high = V.BroadcastReal(HighReal);
        V both = V.BroadcastReal(HighReal + LowReal);
        V z0 = V.Broadcast(unchecked(offset - Low - (19 * ((2 * Low) + (3 * High)))));
        V z1 = V.Broadcast(unchecked(offset - (Low + High) - (19 * ((2 * Low) + (2 * High)))));
        V z2 = V.Broadcast(unchecked(offset - ((2 * Low) + High) - (19 * (Low + (2 * High)))));
        V z3 = V.Broadcast(unchecked(offset - ((2 * Low) + (2 * High)) - (19 * (Low + High))));
        V z4 = V.Broadcast(unchecked(offset - ((3 * Low) + (2 * High)) - (19 * High)));
        V z5 = V.Broadcast(0);
        V z6 = z5;
        V z7 = z5;
        V z8 = z5;
        V z9 = z5;

        V x0 = x.L0;
        V x1 = x.L1;
        V x2 = x.L2;
        V x3 = x.L3;
        V x4 = x.L4;
        V twice = V.AddReals(x0, x0);
        Accumulate(x0, x0, high, both, ref z0, ref z1);
        Accumulate(twice, x1, high, both, ref z1, ref z2);
        Accumulate(twice, x2, high, both, ref z2, ref z3);
        Accumulate(twice, x3, high, both, ref z3, ref z4);
        Accumulate(twice, x4, high, both, ref z4, ref z5);
        twice = V.AddReals(x1, x1);
        Accumulate(x1, x1, high, both, ref z2, ref z3);
        Accumulate(twice, x2, high, both, ref z3, ref z4);
        Accumulate(twice, x3, high, both, ref z4, ref z5);
        Accumulate(twice, x4, high, both, ref z5, ref z6);
        twice = V.AddReals(x2, x2);
        Accumulate(x2, x2, high, both, ref z4, ref z5);
        Accumulate(twice, x3, high, both, ref z5, ref z6);
        Accumulate(twice, x4, high, both, ref z6, ref z7);
        twice = V.AddReals(x3, x3);
        Accumulate(x3, x3, high, both, ref z6, ref z7);
        Accumulate(twice, x4, high, both, ref z7, ref z8);
        Accumulate(x4, x4, high, both, ref z8, ref z9);
        Fold(z0, z1, z2, z3, z4, z5, z6, z7, z8, z9, out square);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(V a, V b, V high, V both, ref V lowColumn, ref V highColumn)
    {
        V upper = V.MultiplyAddReals(a, b, high);
        V lower = V.MultiplyAddReals(a, b, V.SubtractReals(both, upper));
        lowColumn += lower;
        highColumn += upper;
    }

    // 2^255 = 19
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fold(
        V z0, V z1, V z2, V z3, V z4, V z5, V z6, V z7, V z8, V z9, out WideColumns<V> folded)
    {
        folded.C0 = AddNineteen(z0, z5);
        folded.C1 = AddNineteen(z1, z6);
        folded.C2 = AddNineteen(z2, z7);
        folded.C3 = AddNineteen(z3, z8);
        folded.C4 = AddNineteen(z4, z9);
    }

    // a + 19 b
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V AddNineteen(V a, V b) => a + b + ((b << 1) + (b << 4));
}
