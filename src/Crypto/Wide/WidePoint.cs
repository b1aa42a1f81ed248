using System.Runtime.CompilerServices;
using PoolTopology.Crypto.Curve25519;

namespace PoolTopology.Crypto.Wide;

/// <summary>Independent points in extended coordinates, one per lane.</summary>
/// <remarks>
/// Invariant: tight coordinates. The formulas are complete, so that no lane ever needs a case of its own.
/// Cost: constant time. Operands may be the same variable as the result.
/// Spec: Hisil et al. (2008), sections 3.1 and 3.3, for a = -1; <see cref="CompletedPoint"/> has the same formulas.
/// </remarks>
/// <typeparam name="V">The register.</typeparam>
internal struct WidePoint<V>
    where V : unmanaged, IWide<V>
{
    internal static readonly WidePoint<V> Identity = Broadcast(ExtendedPoint.Identity);

    internal WideField<V> X;
    internal WideField<V> Y;
    internal WideField<V> Z;
    internal WideField<V> T;

    /// <summary>2^count P, count at least 1.</summary>
    internal static void DoubleTimes(in WidePoint<V> point, int count, out WidePoint<V> doubled)
    {
        doubled = point;
        for (; count > 1; count--)
            DoubleWithoutT(doubled, ref doubled);
        Double(doubled, out doubled);
    }

    /// <summary>2 P.</summary>
    [SkipLocalsInit]
    internal static void Double(in WidePoint<V> point, out WidePoint<V> doubled)
    {
        Halve(point, out WideField<V> e, out WideField<V> s, out WideField<V> f, out WideField<V> d);
        WideField<V>.Carry(e, out e);
        WideField<V>.Multiply(f, e, out doubled.X);
        WideField<V>.Multiply(s, d, out doubled.Y);
        WideField<V>.Multiply(f, d, out doubled.Z);
        WideField<V>.Multiply(s, e, out doubled.T);
    }

    /// <summary>P + Q.</summary>
    [SkipLocalsInit]
    internal static void Add(in WidePoint<V> p, in WideCachedPoint<V> q, out WidePoint<V> sum)
    {
        Cross(p, q, out WideField<V> e, out WideField<V> h, out WideField<V> f, out WideField<V> g);
        WideField<V>.Multiply(e, f, out sum.X);
        WideField<V>.Multiply(g, h, out sum.Y);
        WideField<V>.Multiply(g, f, out sum.Z);
        WideField<V>.Multiply(e, h, out sum.T);
    }

    /// <summary>Adds Q where a doubling follows, which does not read T: T is left as it was.</summary>
    [SkipLocalsInit]
    internal static void AddWithoutT(ref WidePoint<V> sum, in WideCachedPoint<V> q)
    {
        Cross(sum, q, out WideField<V> e, out WideField<V> h, out WideField<V> f, out WideField<V> g);
        WideField<V>.Multiply(e, f, out sum.X);
        WideField<V>.Multiply(g, h, out sum.Y);
        WideField<V>.Multiply(g, f, out sum.Z);
    }

    /// <summary>P + Q for multiples Q of the base point.</summary>
    [SkipLocalsInit]
    internal static void Add(in WidePoint<V> p, in WideBasePoint<V> q, out WidePoint<V> sum)
    {
        WideField<V>.Subtract(p.Y, p.X, out WideField<V> a);
        WideField<V>.Multiply(a, q.YMinusX, out a);
        WideField<V>.Add(p.Y, p.X, out WideField<V> b);
        WideField<V>.Multiply(b, q.YPlusX, out b);
        WideField<V>.Multiply(p.T, q.XY2d, out WideField<V> c);
        WideField<V>.Add(p.Z, p.Z, out WideField<V> zz);
        Combine(a, b, c, zz, out WideField<V> e, out WideField<V> h, out WideField<V> f, out WideField<V> g);
        WideField<V>.Multiply(e, f, out sum.X);
        WideField<V>.Multiply(g, h, out sum.Y);
        WideField<V>.Multiply(g, f, out sum.Z);
        WideField<V>.Multiply(e, h, out sum.T);
    }

    /// <summary>Replaces the point by the neutral element where the mask is not set.</summary>
    internal static void KeepWhere(V mask, ref WidePoint<V> point)
    {
        WideField<V>.Choose(mask, point.X, Identity.X, out point.X);
        WideField<V>.Choose(mask, point.Y, Identity.Y, out point.Y);
        WideField<V>.Choose(mask, point.Z, Identity.Z, out point.Z);
        WideField<V>.Choose(mask, point.T, Identity.T, out point.T);
    }

    /// <summary>-P.</summary>
    internal static void Negate(in WidePoint<V> point, out WidePoint<V> negated)
    {
        V all = V.Broadcast(ulong.MaxValue);
        negated = point;
        WideField<V>.NegateWhere(point.X, all, out negated.X);
        WideField<V>.NegateWhere(point.T, all, out negated.T);
    }

    private static WidePoint<V> Broadcast(in ExtendedPoint point) => new()
    {
        X = WideField<V>.Broadcast(point.X),
        Y = WideField<V>.Broadcast(point.Y),
        Z = WideField<V>.Broadcast(point.Z),
        T = WideField<V>.Broadcast(point.T),
    };

    // T is left as it was: the next doubling does not read it.
    [SkipLocalsInit]
    private static void DoubleWithoutT(in WidePoint<V> point, ref WidePoint<V> doubled)
    {
        Halve(point, out WideField<V> e, out WideField<V> s, out WideField<V> f, out WideField<V> d);
        WideField<V>.Multiply(f, e, out doubled.X);
        WideField<V>.Multiply(s, d, out doubled.Y);
        WideField<V>.Multiply(f, d, out doubled.Z);
    }

    // s = xx + yy, d = xx - yy, f = d + 2 zz, e = s - (x + y)^2: the doubled point is (f e, s d, f d, s e).
    // e is three times tight, s twice, f and d are tight.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Halve(
        in WidePoint<V> point,
        out WideField<V> e,
        out WideField<V> s,
        out WideField<V> f,
        out WideField<V> d)
    {
        WideField<V>.Add(point.X, point.Y, out WideField<V> sum);
        WideField<V>.Carry(sum, out sum);
        WideField<V>.Square(point.X, out WideField<V> xx);
        WideField<V>.Square(point.Y, out WideField<V> yy);
        WideField<V>.Square(point.Z, out WideField<V> zz);
        WideField<V>.Square(sum, out WideField<V> square);
        WideField<V>.Add(xx, yy, out s);
        WideField<V>.Subtract(xx, yy, out d);
        WideField<V>.Carry(d, out d);
        WideField<V>.Add(d, zz, out f);
        WideField<V>.Add(f, zz, out f);
        WideField<V>.Carry(f, out f);
        WideField<V>.Subtract(s, square, out e);
    }

    // a = (Y1 - X1) (Y2 - X2), b = (Y1 + X1) (Y2 + X2), c = 2 d T1 T2, zz = 2 Z1 Z2
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Cross(
        in WidePoint<V> p,
        in WideCachedPoint<V> q,
        out WideField<V> e,
        out WideField<V> h,
        out WideField<V> f,
        out WideField<V> g)
    {
        WideField<V>.Subtract(p.Y, p.X, out WideField<V> a);
        WideField<V>.Multiply(a, q.YMinusX, out a);
        WideField<V>.Add(p.Y, p.X, out WideField<V> b);
        WideField<V>.Multiply(b, q.YPlusX, out b);
        WideField<V>.Multiply(p.T, q.T2d, out WideField<V> c);
        WideField<V>.Multiply(p.Z, q.Z2, out WideField<V> zz);
        Combine(a, b, c, zz, out e, out h, out f, out g);
    }

    // e = b - a, h = b + a, f = zz - c, g = zz + c, and the sum is (e f, g h, f g, e h).
    // e is twice tight, g up to three times, h and f are tight.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Combine(
        in WideField<V> a,
        in WideField<V> b,
        in WideField<V> c,
        in WideField<V> zz,
        out WideField<V> e,
        out WideField<V> h,
        out WideField<V> f,
        out WideField<V> g)
    {
        WideField<V>.Subtract(b, a, out e);
        WideField<V>.Add(b, a, out h);
        WideField<V>.Carry(h, out h);
        WideField<V>.Subtract(zz, c, out f);
        WideField<V>.Carry(f, out f);
        WideField<V>.Add(zz, c, out g);
    }
}
