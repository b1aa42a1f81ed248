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
[SkipLocalsInit]
internal struct WidePoint<V>
    where V : unmanaged, IWide<V>
{
    internal static readonly WidePoint<V> Identity = Broadcast(ExtendedPoint.Identity);

    internal WideField<V> X;
    internal WideField<V> Y;
    internal WideField<V> Z;
    internal WideField<V> T;

    /// <summary>Replaces P by 2^count P, count at least 1.</summary>
    internal static void DoubleTimes(ref WidePoint<V> point, int count)
    {
        for (; count > 1; count--)
            DoubleWithoutT(ref point);
        Double(point, out point);
    }

    /// <summary>2 P.</summary>
    internal static void Double(in WidePoint<V> point, out WidePoint<V> doubled)
    {
        Halve(point, out WideField<V> e, out WideField<V> s, out WideField<V> f, out WideField<V> d);
        WideField<V>.Multiply(f, e, out doubled.X);
        WideField<V>.Multiply(s, d, out doubled.Y);
        WideField<V>.Multiply(f, d, out doubled.Z);
        WideField<V>.Multiply(s, e, out doubled.T);
    }

    /// <summary>P + Q.</summary>
    internal static void Add(in WidePoint<V> p, in WideCachedPoint<V> q, out WidePoint<V> sum)
    {
        Cross(p, q, out WideField<V> e, out WideField<V> h, out WideField<V> f, out WideField<V> g);
        WideField<V>.Multiply(e, f, out sum.X);
        WideField<V>.Multiply(g, h, out sum.Y);
        WideField<V>.Multiply(g, f, out sum.Z);
        WideField<V>.Multiply(e, h, out sum.T);
    }

    /// <summary>Adds Q where a doubling follows, which does not read T: T is left as it was.</summary>
    internal static void AddWithoutT(ref WidePoint<V> sum, in WideCachedPoint<V> q)
    {
        Cross(sum, q, out WideField<V> e, out WideField<V> h, out WideField<V> f, out WideField<V> g);
        WideField<V>.Multiply(e, f, out sum.X);
        WideField<V>.Multiply(g, h, out sum.Y);
        WideField<V>.Multiply(g, f, out sum.Z);
    }

    /// <summary>P + Q for multiples Q of the base point.</summary>
    internal static void Add(in WidePoint<V> p, in WideBasePoint<V> q, out WidePoint<V> sum)
    {
        CrossXY(p, q.YMinusX, q.YPlusX, out WideField<V> e, out WideField<V> h);
        WideField<V>.Multiply(p.T, q.XY2d, out WideField<V> c);
        // With Z2 = 1, zz is 2 Z1. g is three times tight, f tight.
        WideField<V>.Add(p.Z, p.Z, out WideField<V> zz);
        WideField<V>.Add(zz, c, out WideField<V> g);
        WideField<V>.Subtract(zz, c, out WideField<V> f);
        WideField<V>.Carry(f, out f);
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
    private static void DoubleWithoutT(ref WidePoint<V> point)
    {
        Halve(point, out WideField<V> e, out WideField<V> s, out WideField<V> f, out WideField<V> d);
        WideField<V>.Multiply(f, e, out point.X);
        WideField<V>.Multiply(s, d, out point.Y);
        WideField<V>.Multiply(f, d, out point.Z);
    }

    // e = 2 x y, s = xx + yy, d = yy - xx, f = 2 zz - d, all tight: the doubled point is (e f, s d, f d, s e).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Halve(
        in WidePoint<V> point,
        out WideField<V> e,
        out WideField<V> s,
        out WideField<V> f,
        out WideField<V> d)
    {
        WideField<V>.Square(point.X, out WideColumns<V> xx);
        WideField<V>.Square(point.Y, out WideColumns<V> yy);
        WideField<V>.Square(point.Z, out WideColumns<V> zz);
        WideField<V>.Add(point.X, point.X, out WideField<V> twice);
        WideField<V>.Multiply(twice, point.Y, out e);
        WideColumns<V>.Add(xx, yy, out WideColumns<V> sum);
        sum.Cut(out s);
        WideColumns<V>.Subtract(yy, xx, out WideColumns<V> difference);
        difference.Cut(out d);
        WideColumns<V>.Add(zz, zz, out zz);
        WideColumns<V>.Subtract(zz, difference, out zz);
        zz.Cut(out f);
    }

    // With a = (Y1 - X1) (Y2 - X2), b = (Y1 + X1) (Y2 + X2), c = 2 d T1 T2, zz = 2 Z1 Z2:
    // e = b - a, h = b + a, f = zz - c, g = zz + c, all tight, and the sum is (e f, g h, f g, e h).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Cross(
        in WidePoint<V> p,
        in WideCachedPoint<V> q,
        out WideField<V> e,
        out WideField<V> h,
        out WideField<V> f,
        out WideField<V> g)
    {
        CrossXY(p, q.YMinusX, q.YPlusX, out e, out h);
        WideField<V>.Multiply(p.T, q.T2d, out WideColumns<V> c);
        WideField<V>.Multiply(p.Z, q.Z2, out WideColumns<V> zz);
        WideColumns<V>.Subtract(zz, c, out WideColumns<V> difference);
        difference.Cut(out f);
        WideColumns<V>.Add(zz, c, out WideColumns<V> sum);
        sum.Cut(out g);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CrossXY(
        in WidePoint<V> p,
        in WideField<V> yMinusX,
        in WideField<V> yPlusX,
        out WideField<V> e,
        out WideField<V> h)
    {
        WideField<V>.Subtract(p.Y, p.X, out WideField<V> left);
        WideField<V>.Multiply(left, yMinusX, out WideColumns<V> a);
        WideField<V>.Add(p.Y, p.X, out left);
        WideField<V>.Multiply(left, yPlusX, out WideColumns<V> b);
        WideColumns<V>.Subtract(b, a, out WideColumns<V> difference);
        difference.Cut(out e);
        WideColumns<V>.Add(b, a, out WideColumns<V> sum);
        sum.Cut(out h);
    }
}
