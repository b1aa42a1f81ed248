using System.Runtime.CompilerServices;
using PoolTopology.Crypto.Curve25519;

namespace PoolTopology.Crypto.Wide;

/// <summary><see cref="Elligator2"/> in every lane; the equations are explained there.</summary>
/// <remarks>Cost: constant time.</remarks>
/// <typeparam name="V">The register.</typeparam>
[SkipLocalsInit]
internal static class WideElligator2<V>
    where V : unmanaged, IWide<V>
{
    private const ulong MontgomeryA = CurveConstants.MontgomeryA;

    private static readonly WideField<V> One = WideField<V>.Broadcast(FieldElement.One);
    private static readonly WideField<V> A = Small(MontgomeryA);
    private static readonly WideField<V> ASquared = Small(MontgomeryA * MontgomeryA);
    private static readonly WideField<V> ATimesAPlus2 = Small(MontgomeryA * (MontgomeryA + 2));
    private static readonly WideField<V> SqrtOfTwoOverI = WideField<V>.Broadcast(CurveConstants.SqrtOfTwoOverI);
    private static readonly WideField<V> SqrtOfMinusTwoOverI =
        WideField<V>.Broadcast(CurveConstants.SqrtOfMinusTwoOverI);

    /// <summary>The points for 32 bytes in each lane; top bits are ignored.</summary>
    internal static void Map(ReadOnlySpan<byte> bytes, out WidePoint<V> points)
    {
        WideWords<V>.Read(bytes, out WideWords<V> words);
        WideField<V>.From(words, out WideField<V> r);
        WideField<V>.Square(r, out WideField<V> w);             // w = 1 + 2 r^2
        WideField<V>.Add(w, w, out w);
        WideField<V>.Add(w, One, out w);
        WideField<V>.Carry(w, out w);

        WideField<V>.Multiply(w, ATimesAPlus2, out WideField<V> u); // u = A (A + 2) w
        WideField<V>.Square(w, out WideField<V> v);             // v = w^2 + A^2 - A^2 w
        WideField<V>.Add(v, ASquared, out v);
        WideField<V>.Multiply(w, ASquared, out WideField<V> scaled);
        WideField<V>.Subtract(v, scaled, out v);
        WideField<V>.Carry(v, out v);
        WideField<V>.RootOfRatio(u, v, out WideField<V> root, out WideField<V>.RootKinds kinds);
        XOf(r, root, kinds, out WideField<V> x);
        YOf(w, kinds.Square, out WideField<V> numerator, out WideField<V> denominator);

        // (x, n / d): X = x d, Y = n, Z = d, and the neutral element for d = 0; T is not read by doublings.
        WideField<V>.Multiply(x, denominator, out points.X);
        points.Y = numerator;
        points.Z = denominator;
        points.T = One;
        V isDefined = WideField<V>.IsZero(denominator) ^ V.Broadcast(ulong.MaxValue);
        WidePoint<V>.KeepWhere(isDefined, ref points);
        WidePoint<V>.DoubleTimes(ref points, 3);
    }

    // The root itself, or root r sqrt(2 / i), or root r sqrt(-2 / i); the even one of x and -x.
    private static void XOf(
        in WideField<V> r, in WideField<V> root, in WideField<V>.RootKinds kinds, out WideField<V> x)
    {
        WideField<V>.Choose(
            kinds.TimesRootOfMinusOne, SqrtOfTwoOverI, SqrtOfMinusTwoOverI, out WideField<V> factor);
        WideField<V>.Multiply(r, factor, out factor);
        WideField<V>.Multiply(root, factor, out WideField<V> second);
        WideField<V>.Choose(kinds.Square, root, second, out x);
        WideField<V>.NegateWhere(x, WideField<V>.IsNegative(x), out x);
    }

    // x1: (A + w) / (A - w). x2: (A - A w - w) / (A - A w + w).
    private static void YOf(
        in WideField<V> w, V isSquare, out WideField<V> numerator, out WideField<V> denominator)
    {
        WideField<V>.Multiply(w, A, out WideField<V> aw);
        WideField<V>.Subtract(A, aw, out aw);
        WideField<V>.Choose(isSquare, A, aw, out WideField<V> middle);
        WideField<V>.NegateWhere(w, isSquare ^ V.Broadcast(ulong.MaxValue), out WideField<V> signed);
        WideField<V>.Add(middle, signed, out numerator);
        WideField<V>.Subtract(middle, signed, out denominator);
        WideField<V>.Carry(numerator, out numerator);
        WideField<V>.Carry(denominator, out denominator);
    }

    private static WideField<V> Small(ulong number) => WideField<V>.Broadcast(new FieldElement(number, 0, 0, 0, 0));
}
