namespace PoolTopology.Crypto.Curve25519;

/// <summary>
/// Constants of edwards25519, -x^2 + y^2 = 1 + d x^2 y^2, and of its Montgomery form (RFC 7748, January 2016).
/// </summary>
internal static class CurveConstants
{
    /// <summary>d = -121665 / 121666.</summary>
    internal static readonly FieldElement D =
        new(0x34dca135978a3, 0x1a8283b156ebd, 0x5e7a26001c029, 0x739c663a03cbb, 0x52036cee2b6ff);

    /// <summary>2 d.</summary>
    internal static readonly FieldElement TwoD =
        new(0x69b9426b2f159, 0x35050762add7a, 0x3cf44c0038052, 0x6738cc7407977, 0x2406d9dc56dff);

    /// <summary>i = sqrt(-1) = 2^((p - 1) / 4).</summary>
    internal static readonly FieldElement SqrtMinusOne =
        new(0x61b274a0ea0b0, 0xd5a5fc8f189d, 0x7ef5e9cbd0c60, 0x78595a6804c9e, 0x2b8324804fc1d);

    /// <summary>sqrt(2 / i).</summary>
    internal static readonly FieldElement SqrtOfTwoOverI =
        new(0x1e4d8b5f15f3e, 0x72a5a0370e762, 0x10a16342f39f, 0x7a6a597fb361, 0x547cdb7fb03e2);

    /// <summary>sqrt(-2 / i).</summary>
    internal static readonly FieldElement SqrtOfMinusTwoOverI =
        new(0x1e4d8b5f15f3c, 0x72a5a0370e762, 0x10a16342f39f, 0x7a6a597fb361, 0x547cdb7fb03e2);

    /// <summary>A of the Montgomery form v^2 = u^3 + A u^2 + u.</summary>
    internal const ulong MontgomeryA = 486662;

    /// <summary>The base point B, y = 4/5, x even.</summary>
    internal static ExtendedPoint BasePoint
    {
        get
        {
            FieldElement x = new(0x62d608f25d51a, 0x412a4b4f6592a, 0x75b7171a4b31d, 0x1ff60527118fe, 0x216936d3cd6e5);
            FieldElement y = new(0x6666666666658, 0x4cccccccccccc, 0x1999999999999, 0x3333333333333, 0x6666666666666);
            FieldElement.Multiply(x, y, out FieldElement t);
            return new ExtendedPoint { X = x, Y = y, Z = FieldElement.One, T = t };
        }
    }
}
