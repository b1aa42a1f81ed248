using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PoolTopology.Crypto.Curve25519;

// The usual schoolbook product in radix 2^25.5: limb k collects x_i y_j with i + j = k, twice where i and j are both
// odd, and 19 times those with i + j = k + 10. Limbs of the left operand stay within 2^27 (even) and 2^26 (odd), those of
// the
// right one within 3 2^25 and 3 2^24: nineteen times them fits 32 bits, and ten products stay below 2^61.3.
internal partial struct FieldLanes
{
    // Half a limb, added before carrying and taken away afterwards: limbs come out centred around zero.
    private const long HalfEven = 1L << 25;
    private const long HalfOdd = 1L << 24;
    private const long MaskEven = (1L << 26) - 1;
    private const long MaskOdd = (1L << 25) - 1;

    /// <summary>The tight products of eight pairs.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Multiply(in FieldLanes x, in FieldLanes y, out FieldLanes product) => Multiply(
        x.V0, x.V1, x.V2, x.V3, x.V4,
        y.V0, y.V1, y.V2, y.V3, y.V4,
        out product.V0, out product.V1, out product.V2, out product.V3, out product.V4);

    /// <summary>The tight squares of eight elements; bounds as for a right operand.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Square(in FieldLanes x, out FieldLanes square) => Square(
        x.V0, x.V1, x.V2, x.V3, x.V4,
        out square.V0, out square.V1, out square.V2, out square.V3, out square.V4);

    /// <summary>
    /// The product on registers: inlined, so that a point formula keeps its intermediate values there.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Multiply(
        Vector512<int> xV0, Vector512<int> xV1, Vector512<int> xV2, Vector512<int> xV3, Vector512<int> xV4,
        Vector512<int> yV0, Vector512<int> yV1, Vector512<int> yV2, Vector512<int> yV3, Vector512<int> yV4,
        out Vector512<int> product0,
        out Vector512<int> product1,
        out Vector512<int> product2,
        out Vector512<int> product3,
        out Vector512<int> product4)
    {
        Vector512<int> nineteen = Vector512.Create(19);
        Vector512<int> y0 = yV0;
        Vector512<int> y1 = Odd(yV0);
        Vector512<int> y2 = yV1;
        Vector512<int> y3 = Odd(yV1);
        Vector512<int> y4 = yV2;
        Vector512<int> y5 = Odd(yV2);
        Vector512<int> y6 = yV3;
        Vector512<int> y7 = Odd(yV3);
        Vector512<int> y8 = yV4;
        Vector512<int> y9 = Odd(yV4);

        Vector512<int> a = xV0;
        Vector512<long> z0 = Vector512.Create(HalfEven) + Avx512F.Multiply(a, y0);
        Vector512<long> z1 = Vector512.Create(HalfOdd) + Avx512F.Multiply(a, y1);
        Vector512<long> z2 = Vector512.Create(HalfEven) + Avx512F.Multiply(a, y2);
        Vector512<long> z3 = Vector512.Create(HalfOdd) + Avx512F.Multiply(a, y3);
        Vector512<long> z4 = Vector512.Create(HalfEven) + Avx512F.Multiply(a, y4);
        Vector512<long> z5 = Vector512.Create(HalfOdd) + Avx512F.Multiply(a, y5);
        Vector512<long> z6 = Vector512.Create(HalfEven) + Avx512F.Multiply(a, y6);
        Vector512<long> z7 = Vector512.Create(HalfOdd) + Avx512F.Multiply(a, y7);
        Vector512<long> z8 = Vector512.Create(HalfEven) + Avx512F.Multiply(a, y8);
        Vector512<long> z9 = Vector512.Create(HalfOdd) + Avx512F.Multiply(a, y9);

        a = Odd(xV0);
        Vector512<int> a2 = a + a;
        y9 = Avx512F.Multiply(y9, nineteen).AsInt32();
        z0 += Avx512F.Multiply(a2, y9);
        z1 += Avx512F.Multiply(a, y0);
        z2 += Avx512F.Multiply(a2, y1);
        z3 += Avx512F.Multiply(a, y2);
        z4 += Avx512F.Multiply(a2, y3);
        z5 += Avx512F.Multiply(a, y4);
        z6 += Avx512F.Multiply(a2, y5);
        z7 += Avx512F.Multiply(a, y6);
        z8 += Avx512F.Multiply(a2, y7);
        z9 += Avx512F.Multiply(a, y8);

        a = xV1;
        y8 = Avx512F.Multiply(y8, nineteen).AsInt32();
        z0 += Avx512F.Multiply(a, y8);
        z1 += Avx512F.Multiply(a, y9);
        z2 += Avx512F.Multiply(a, y0);
        z3 += Avx512F.Multiply(a, y1);
        z4 += Avx512F.Multiply(a, y2);
        z5 += Avx512F.Multiply(a, y3);
        z6 += Avx512F.Multiply(a, y4);
        z7 += Avx512F.Multiply(a, y5);
        z8 += Avx512F.Multiply(a, y6);
        z9 += Avx512F.Multiply(a, y7);

        a = Odd(xV1);
        a2 = a + a;
        y7 = Avx512F.Multiply(y7, nineteen).AsInt32();
        z0 += Avx512F.Multiply(a2, y7);
        z1 += Avx512F.Multiply(a, y8);
        z2 += Avx512F.Multiply(a2, y9);
        z3 += Avx512F.Multiply(a, y0);
        z4 += Avx512F.Multiply(a2, y1);
        z5 += Avx512F.Multiply(a, y2);
        z6 += Avx512F.Multiply(a2, y3);
        z7 += Avx512F.Multiply(a, y4);
        z8 += Avx512F.Multiply(a2, y5);
        z9 += Avx512F.Multiply(a, y6);

        a = xV2;
        y6 = Avx512F.Multiply(y6, nineteen).AsInt32();
        z0 += Avx512F.Multiply(a, y6);
        z1 += Avx512F.Multiply(a, y7);
        z2 += Avx512F.Multiply(a, y8);
        z3 += Avx512F.Multiply(a, y9);
        z4 += Avx512F.Multiply(a, y0);
        z5 += Avx512F.Multiply(a, y1);
        z6 += Avx512F.Multiply(a, y2);
        z7 += Avx512F.Multiply(a, y3);
        z8 += Avx512F.Multiply(a, y4);
        z9 += Avx512F.Multiply(a, y5);

        a = Odd(xV2);
        a2 = a + a;
        y5 = Avx512F.Multiply(y5, nineteen).AsInt32();
        z0 += Avx512F.Multiply(a2, y5);
        z1 += Avx512F.Multiply(a, y6);
        z2 += Avx512F.Multiply(a2, y7);
        z3 += Avx512F.Multiply(a, y8);
        z4 += Avx512F.Multiply(a2, y9);
        z5 += Avx512F.Multiply(a, y0);
        z6 += Avx512F.Multiply(a2, y1);
        z7 += Avx512F.Multiply(a, y2);
        z8 += Avx512F.Multiply(a2, y3);
        z9 += Avx512F.Multiply(a, y4);

        a = xV3;
        y4 = Avx512F.Multiply(y4, nineteen).AsInt32();
        z0 += Avx512F.Multiply(a, y4);
        z1 += Avx512F.Multiply(a, y5);
        z2 += Avx512F.Multiply(a, y6);
        z3 += Avx512F.Multiply(a, y7);
        z4 += Avx512F.Multiply(a, y8);
        z5 += Avx512F.Multiply(a, y9);
        z6 += Avx512F.Multiply(a, y0);
        z7 += Avx512F.Multiply(a, y1);
        z8 += Avx512F.Multiply(a, y2);
        z9 += Avx512F.Multiply(a, y3);

        a = Odd(xV3);
        a2 = a + a;
        y3 = Avx512F.Multiply(y3, nineteen).AsInt32();
        z0 += Avx512F.Multiply(a2, y3);
        z1 += Avx512F.Multiply(a, y4);
        z2 += Avx512F.Multiply(a2, y5);
        z3 += Avx512F.Multiply(a, y6);
        z4 += Avx512F.Multiply(a2, y7);
        z5 += Avx512F.Multiply(a, y8);
        z6 += Avx512F.Multiply(a2, y9);
        z7 += Avx512F.Multiply(a, y0);
        z8 += Avx512F.Multiply(a2, y1);
        z9 += Avx512F.Multiply(a, y2);

        a = xV4;
        y2 = Avx512F.Multiply(y2, nineteen).AsInt32();
        z0 += Avx512F.Multiply(a, y2);
        z1 += Avx512F.Multiply(a, y3);
        z2 += Avx512F.Multiply(a, y4);
        z3 += Avx512F.Multiply(a, y5);
        z4 += Avx512F.Multiply(a, y6);
        z5 += Avx512F.Multiply(a, y7);
        z6 += Avx512F.Multiply(a, y8);
        z7 += Avx512F.Multiply(a, y9);
        z8 += Avx512F.Multiply(a, y0);
        z9 += Avx512F.Multiply(a, y1);

        a = Odd(xV4);
        a2 = a + a;
        y1 = Avx512F.Multiply(y1, nineteen).AsInt32();
        z0 += Avx512F.Multiply(a2, y1);
        z1 += Avx512F.Multiply(a, y2);
        z2 += Avx512F.Multiply(a2, y3);
        z3 += Avx512F.Multiply(a, y4);
        z4 += Avx512F.Multiply(a2, y5);
        z5 += Avx512F.Multiply(a, y6);
        z6 += Avx512F.Multiply(a2, y7);
        z7 += Avx512F.Multiply(a, y8);
        z8 += Avx512F.Multiply(a2, y9);
        z9 += Avx512F.Multiply(a, y0);
        Carry(z0, z1, z2, z3, z4, z5, z6, z7, z8, z9,
            out product0, out product1, out product2, out product3, out product4);
    }

    /// <summary>The square on registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Square(
        Vector512<int> xV0, Vector512<int> xV1, Vector512<int> xV2, Vector512<int> xV3, Vector512<int> xV4,
        out Vector512<int> square0,
        out Vector512<int> square1,
        out Vector512<int> square2,
        out Vector512<int> square3,
        out Vector512<int> square4)
    {
        Vector512<int> nineteen = Vector512.Create(19);
        Vector512<int> x0 = xV0;
        Vector512<int> x1 = Odd(xV0);
        Vector512<int> x2 = xV1;
        Vector512<int> x3 = Odd(xV1);
        Vector512<int> x4 = xV2;
        Vector512<int> x5 = Odd(xV2);
        Vector512<int> x6 = xV3;
        Vector512<int> x7 = Odd(xV3);
        Vector512<int> x8 = xV4;
        Vector512<int> x9 = Odd(xV4);
        Vector512<int> w5 = Avx512F.Multiply(x5, nineteen).AsInt32();
        Vector512<int> w6 = Avx512F.Multiply(x6, nineteen).AsInt32();
        Vector512<int> w7 = Avx512F.Multiply(x7, nineteen).AsInt32();
        Vector512<int> w8 = Avx512F.Multiply(x8, nineteen).AsInt32();
        Vector512<int> w9 = Avx512F.Multiply(x9, nineteen).AsInt32();

        Vector512<int> a2 = x0 + x0;
        Vector512<long> z0 = Vector512.Create(HalfEven) + Avx512F.Multiply(x0, x0);
        Vector512<long> z1 = Vector512.Create(HalfOdd) + Avx512F.Multiply(a2, x1);
        Vector512<long> z2 = Vector512.Create(HalfEven) + Avx512F.Multiply(a2, x2);
        Vector512<long> z3 = Vector512.Create(HalfOdd) + Avx512F.Multiply(a2, x3);
        Vector512<long> z4 = Vector512.Create(HalfEven) + Avx512F.Multiply(a2, x4);
        Vector512<long> z5 = Vector512.Create(HalfOdd) + Avx512F.Multiply(a2, x5);
        Vector512<long> z6 = Vector512.Create(HalfEven) + Avx512F.Multiply(a2, x6);
        Vector512<long> z7 = Vector512.Create(HalfOdd) + Avx512F.Multiply(a2, x7);
        Vector512<long> z8 = Vector512.Create(HalfEven) + Avx512F.Multiply(a2, x8);
        Vector512<long> z9 = Vector512.Create(HalfOdd) + Avx512F.Multiply(a2, x9);

        a2 = x1 + x1;
        Vector512<int> a4 = a2 + a2;
        z2 += Avx512F.Multiply(a2, x1);
        z3 += Avx512F.Multiply(a2, x2);
        z4 += Avx512F.Multiply(a4, x3);
        z5 += Avx512F.Multiply(a2, x4);
        z6 += Avx512F.Multiply(a4, x5);
        z7 += Avx512F.Multiply(a2, x6);
        z8 += Avx512F.Multiply(a4, x7);
        z9 += Avx512F.Multiply(a2, x8);
        z0 += Avx512F.Multiply(a4, w9);

        a2 = x2 + x2;
        z4 += Avx512F.Multiply(x2, x2);
        z5 += Avx512F.Multiply(a2, x3);
        z6 += Avx512F.Multiply(a2, x4);
        z7 += Avx512F.Multiply(a2, x5);
        z8 += Avx512F.Multiply(a2, x6);
        z9 += Avx512F.Multiply(a2, x7);
        z0 += Avx512F.Multiply(a2, w8);
        z1 += Avx512F.Multiply(a2, w9);

        a2 = x3 + x3;
        a4 = a2 + a2;
        z6 += Avx512F.Multiply(a2, x3);
        z7 += Avx512F.Multiply(a2, x4);
        z8 += Avx512F.Multiply(a4, x5);
        z9 += Avx512F.Multiply(a2, x6);
        z0 += Avx512F.Multiply(a4, w7);
        z1 += Avx512F.Multiply(a2, w8);
        z2 += Avx512F.Multiply(a4, w9);

        a2 = x4 + x4;
        z8 += Avx512F.Multiply(x4, x4);
        z9 += Avx512F.Multiply(a2, x5);
        z0 += Avx512F.Multiply(a2, w6);
        z1 += Avx512F.Multiply(a2, w7);
        z2 += Avx512F.Multiply(a2, w8);
        z3 += Avx512F.Multiply(a2, w9);

        a2 = x5 + x5;
        a4 = a2 + a2;
        z0 += Avx512F.Multiply(a2, w5);
        z1 += Avx512F.Multiply(a2, w6);
        z2 += Avx512F.Multiply(a4, w7);
        z3 += Avx512F.Multiply(a2, w8);
        z4 += Avx512F.Multiply(a4, w9);

        a2 = x6 + x6;
        z2 += Avx512F.Multiply(x6, w6);
        z3 += Avx512F.Multiply(a2, w7);
        z4 += Avx512F.Multiply(a2, w8);
        z5 += Avx512F.Multiply(a2, w9);

        a2 = x7 + x7;
        a4 = a2 + a2;
        z4 += Avx512F.Multiply(a2, w7);
        z5 += Avx512F.Multiply(a2, w8);
        z6 += Avx512F.Multiply(a4, w9);

        a2 = x8 + x8;
        z6 += Avx512F.Multiply(x8, w8);
        z7 += Avx512F.Multiply(a2, w9);

        a2 = x9 + x9;
        a4 = a2 + a2;
        z8 += Avx512F.Multiply(a2, w9);
        Carry(z0, z1, z2, z3, z4, z5, z6, z7, z8, z9,
            out square0, out square1, out square2, out square3, out square4);
    }

    // Two interleaved chains of carries, then limbs 9 to 0 and 0 to 1. The last limbs to receive one are odd.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Carry(
        Vector512<long> z0, Vector512<long> z1, Vector512<long> z2, Vector512<long> z3, Vector512<long> z4,
        Vector512<long> z5, Vector512<long> z6, Vector512<long> z7, Vector512<long> z8, Vector512<long> z9,
        out Vector512<int> carried0,
        out Vector512<int> carried1,
        out Vector512<int> carried2,
        out Vector512<int> carried3,
        out Vector512<int> carried4)
    {
        Vector512<long> maskEven = Vector512.Create(MaskEven);
        Vector512<long> maskOdd = Vector512.Create(MaskOdd);
        z1 += Vector512.ShiftRightArithmetic(z0, 26);
        z0 &= maskEven;
        z5 += Vector512.ShiftRightArithmetic(z4, 26);
        z4 &= maskEven;
        z2 += Vector512.ShiftRightArithmetic(z1, 25);
        z1 &= maskOdd;
        z6 += Vector512.ShiftRightArithmetic(z5, 25);
        z5 &= maskOdd;
        z3 += Vector512.ShiftRightArithmetic(z2, 26);
        z2 &= maskEven;
        z7 += Vector512.ShiftRightArithmetic(z6, 26);
        z6 &= maskEven;
        z4 += Vector512.ShiftRightArithmetic(z3, 25);
        z3 &= maskOdd;
        z8 += Vector512.ShiftRightArithmetic(z7, 25);
        z7 &= maskOdd;
        z5 += Vector512.ShiftRightArithmetic(z4, 26);
        z4 &= maskEven;
        z9 += Vector512.ShiftRightArithmetic(z8, 26);
        z8 &= maskEven;
        Vector512<long> c = Vector512.ShiftRightArithmetic(z9, 25);
        z9 &= maskOdd;
        z0 += c + (c << 1) + (c << 4);
        z1 += Vector512.ShiftRightArithmetic(z0, 26);
        z0 &= maskEven;

        Vector512<int> half = Vector512.Create(HalfEven | (HalfOdd << 32)).AsInt32();
        carried0 = (z0 | (z1 << 32)).AsInt32() - half;
        carried1 = (z2 | (z3 << 32)).AsInt32() - half;
        carried2 = (z4 | (z5 << 32)).AsInt32() - half;
        carried3 = (z6 | (z7 << 32)).AsInt32() - half;
        carried4 = (z8 | (z9 << 32)).AsInt32() - half;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Odd(Vector512<int> limbs) => (limbs.AsInt64() >>> 32).AsInt32();
}
