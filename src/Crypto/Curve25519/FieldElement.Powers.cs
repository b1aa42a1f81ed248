namespace PoolTopology.Crypto.Curve25519;

internal partial struct FieldElement
{
    /// <summary>1/z as z^(p - 2); zero for zero. Constant time.</summary>
    internal static void Invert(in FieldElement z, out FieldElement inverse)
    {
        // p - 2 = 2^255 - 21 = (2^250 - 1) 2^5 + 11
        PowerOf2To250Minus1(z, out FieldElement t, out FieldElement z11);
        SquareTimes(t, 5, out t);
        Multiply(t, z11, out inverse);
    }

    /// <summary>z^((p - 5) / 8) = z^(2^252 - 3), the heart of every square root modulo p. Constant time.</summary>
    internal static void PowerForRoot(in FieldElement z, out FieldElement power)
    {
        // 2^252 - 3 = (2^250 - 1) 2^2 + 1
        PowerOf2To250Minus1(z, out FieldElement t, out _);
        SquareTimes(t, 2, out t);
        Multiply(t, z, out power);
    }

    /// <summary>
    /// x = sqrt(u / v) where that is a square, otherwise any candidate; tells which power of i = sqrt(-1) remains.
    /// </summary>
    /// <remarks>
    /// Post: v x^2 = u when the result is <see cref="RootKind.Square"/>; x^2 v = i u or -i u for the two others,
    /// so that u / v is not a square. u = 0 gives x = 0 and Square. v must not be zero unless u is not (then
    /// NonSquare).
    /// </remarks>
    internal static RootKind RootOfRatio(in FieldElement u, in FieldElement v, out FieldElement x)
    {
        Square(v, out FieldElement v3);
        Multiply(v3, v, out v3);
        Square(v3, out FieldElement v7);
        Multiply(v7, v, out v7);
        Multiply(u, v7, out FieldElement uv7);
        PowerForRoot(uv7, out FieldElement power);
        Multiply(u, v3, out x);
        Multiply(x, power, out x);          // u v^3 (u v^7)^((p-5)/8)

        Square(x, out FieldElement vxx);
        Multiply(vxx, v, out vxx);
        if (AreEqual(vxx, u) == 1)
            return RootKind.Square;
        Add(vxx, u, out FieldElement sum);
        if (sum.IsZero() == 1)
        {
            Multiply(x, CurveConstants.SqrtMinusOne, out x);
            return RootKind.Square;
        }
        Multiply(u, CurveConstants.SqrtMinusOne, out FieldElement iu);
        return AreEqual(vxx, iu) == 1 ? RootKind.TimesRootOfMinusOne : RootKind.TimesMinusRootOfMinusOne;
    }

    /// <summary>What v x^2 / u is after <see cref="RootOfRatio"/>.</summary>
    internal enum RootKind
    {
        /// <summary>u / v is a square and x its root.</summary>
        Square,

        /// <summary>u / v is not a square; v x^2 = sqrt(-1) u.</summary>
        TimesRootOfMinusOne,

        /// <summary>u / v is not a square; v x^2 = -sqrt(-1) u.</summary>
        TimesMinusRootOfMinusOne,
    }

    // z^(2^250 - 1) and z^11, by doubling the number of one-bits in the exponent.
    private static void PowerOf2To250Minus1(in FieldElement z, out FieldElement power, out FieldElement z11)
    {
        Square(z, out FieldElement z2);
        SquareTimes(z2, 2, out FieldElement t);
        Multiply(t, z, out FieldElement z9);
        Multiply(z9, z2, out z11);
        Square(z11, out t);
        Multiply(t, z9, out FieldElement ones5);        // 2^5 - 1
        SquareTimes(ones5, 5, out t);
        Multiply(t, ones5, out FieldElement ones10);
        SquareTimes(ones10, 10, out t);
        Multiply(t, ones10, out FieldElement ones20);
        SquareTimes(ones20, 20, out t);
        Multiply(t, ones20, out t);                     // 2^40 - 1
        SquareTimes(t, 10, out t);
        Multiply(t, ones10, out FieldElement ones50);
        SquareTimes(ones50, 50, out t);
        Multiply(t, ones50, out FieldElement ones100);
        SquareTimes(ones100, 100, out t);
        Multiply(t, ones100, out t);                    // 2^200 - 1
        SquareTimes(t, 50, out t);
        Multiply(t, ones50, out power);
    }
}
