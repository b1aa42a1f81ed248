using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PoolTopology.Crypto.Curve25519;

/// <summary>Eight independent points in extended coordinates, one per lane.</summary>
/// <remarks>
/// Invariant: tight coordinates. The formulas are complete, so that lanes never need a case of their own.
/// Pre: <see cref="FieldLanes.IsSupported"/>. Cost: constant time. Operands may be the same variable as the result.
/// Spec: Hisil et al. (2008), sections 3.1 and 3.3, for a = -1; <see cref="CompletedPoint"/> has the same formulas.
/// </remarks>
internal struct PointLanes
{
    internal static readonly PointLanes Identity = Broadcast(ExtendedPoint.Identity);

    internal FieldLanes X;
    internal FieldLanes Y;
    internal FieldLanes Z;
    internal FieldLanes T;

    /// <summary>The same point in all lanes.</summary>
    internal static PointLanes Broadcast(in ExtendedPoint point) => new()
    {
        X = FieldLanes.Broadcast(point.X),
        Y = FieldLanes.Broadcast(point.Y),
        Z = FieldLanes.Broadcast(point.Z),
        T = FieldLanes.Broadcast(point.T),
    };

    /// <summary>2^count P, count at least 1.</summary>
    internal static void DoubleTimes(in PointLanes point, int count, out PointLanes doubled)
    {
        doubled = point;
        for (; count > 1; count--)
            DoubleWithoutT(doubled, ref doubled);
        Double(doubled, out doubled);
    }

    /// <summary>2 P.</summary>
    [SkipLocalsInit]
    internal static void Double(in PointLanes point, out PointLanes doubled)
    {
        Halve(point, out FieldLanes e, out FieldLanes s, out FieldLanes f, out FieldLanes d);
        FieldLanes.Multiply(f, e, out doubled.X);
        FieldLanes.Multiply(s, d, out doubled.Y);
        FieldLanes.Multiply(f, d, out doubled.Z);
        FieldLanes.Multiply(s, e, out doubled.T);
    }

    /// <summary>P + Q.</summary>
    [SkipLocalsInit]
    internal static void Add(in PointLanes p, in CachedLanes q, out PointLanes sum)
    {
        Cross(p, q, out FieldLanes e, out FieldLanes h, out FieldLanes f, out FieldLanes g);
        FieldLanes.Multiply(e, f, out sum.X);
        FieldLanes.Multiply(g, h, out sum.Y);
        FieldLanes.Multiply(f, g, out sum.Z);
        FieldLanes.Multiply(e, h, out sum.T);
    }

    /// <summary>Adds Q where a doubling follows, which does not read T: T is left as it was.</summary>
    [SkipLocalsInit]
    internal static void AddWithoutT(ref PointLanes sum, in CachedLanes q)
    {
        Cross(sum, q, out FieldLanes e, out FieldLanes h, out FieldLanes f, out FieldLanes g);
        FieldLanes.Multiply(e, f, out sum.X);
        FieldLanes.Multiply(g, h, out sum.Y);
        FieldLanes.Multiply(f, g, out sum.Z);
    }

    /// <summary>P + Q for points Q with Z = 1.</summary>
    [SkipLocalsInit]
    internal static void Add(in PointLanes p, in AffineCachedLanes q, out PointLanes sum)
    {
        FieldLanes.Subtract(p.Y, p.X, out FieldLanes a);
        FieldLanes.Multiply(a, q.YMinusX, out a);
        FieldLanes.Add(p.Y, p.X, out FieldLanes b);
        FieldLanes.Multiply(b, q.YPlusX, out b);
        FieldLanes.Multiply(p.T, q.XY2d, out FieldLanes c);
        FieldLanes.Add(p.Z, p.Z, out FieldLanes zz);
        FieldLanes.Subtract(b, a, out FieldLanes e);
        FieldLanes.Add(b, a, out FieldLanes h);
        FieldLanes.Subtract(zz, c, out FieldLanes f);
        FieldLanes.Add(zz, c, out FieldLanes g);
        FieldLanes.Multiply(e, f, out sum.X);
        FieldLanes.Multiply(g, h, out sum.Y);
        FieldLanes.Multiply(f, g, out sum.Z);
        FieldLanes.Multiply(e, h, out sum.T);
    }

    /// <summary>Replaces the point by the neutral element where the mask is not set.</summary>
    internal static void KeepWhere(Vector512<long> mask, ref PointLanes point)
    {
        FieldLanes.Choose(mask, point.X, Identity.X, out point.X);
        FieldLanes.Choose(mask, point.Y, Identity.Y, out point.Y);
        FieldLanes.Choose(mask, point.Z, Identity.Z, out point.Z);
        FieldLanes.Choose(mask, point.T, Identity.T, out point.T);
    }

    /// <summary>-P.</summary>
    internal static void Negate(in PointLanes point, out PointLanes negated)
    {
        negated = point;
        FieldLanes.NegateWhere(point.X, Vector512<long>.AllBitsSet, out negated.X);
        FieldLanes.NegateWhere(point.T, Vector512<long>.AllBitsSet, out negated.T);
    }

    // T is left as it was: the next doubling does not read it.
    [SkipLocalsInit]
    private static void DoubleWithoutT(in PointLanes point, ref PointLanes doubled)
    {
        Halve(point, out FieldLanes e, out FieldLanes s, out FieldLanes f, out FieldLanes d);
        FieldLanes.Multiply(f, e, out doubled.X);
        FieldLanes.Multiply(s, d, out doubled.Y);
        FieldLanes.Multiply(f, d, out doubled.Z);
    }

    // s = xx + yy, d = xx - yy, f = d + 2 zz, e = s - (x + y)^2: the doubled point is (f e, s d, f d, s e).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Halve(
        in PointLanes point, out FieldLanes e, out FieldLanes s, out FieldLanes f, out FieldLanes d)
    {
        FieldLanes.Square(point.X, out FieldLanes xx);
        FieldLanes.Square(point.Y, out FieldLanes yy);
        FieldLanes.Square(point.Z, out FieldLanes zz);
        FieldLanes.Add(point.X, point.Y, out FieldLanes sum);
        FieldLanes.Square(sum, out FieldLanes square);
        FieldLanes.Add(xx, yy, out s);
        FieldLanes.Subtract(xx, yy, out d);
        FieldLanes.Add(d, zz, out f);
        FieldLanes.Add(f, zz, out f);
        FieldLanes.Subtract(s, square, out e);
    }

    // With a = (Y1 - X1) (Y2 - X2), b = (Y1 + X1) (Y2 + X2), c = 2 d T1 T2, zz = 2 Z1 Z2:
    // e = b - a, h = b + a, f = zz - c, g = zz + c, and the sum is (e f, g h, f g, e h).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Cross(
        in PointLanes p,
        in CachedLanes q,
        out FieldLanes e,
        out FieldLanes h,
        out FieldLanes f,
        out FieldLanes g)
    {
        FieldLanes.Subtract(p.Y, p.X, out FieldLanes a);
        FieldLanes.Multiply(a, q.YMinusX, out a);
        FieldLanes.Add(p.Y, p.X, out FieldLanes b);
        FieldLanes.Multiply(b, q.YPlusX, out b);
        FieldLanes.Multiply(p.T, q.T2d, out FieldLanes c);
        FieldLanes.Multiply(p.Z, q.Z2, out FieldLanes zz);
        FieldLanes.Subtract(b, a, out e);
        FieldLanes.Add(b, a, out h);
        FieldLanes.Subtract(zz, c, out f);
        FieldLanes.Add(zz, c, out g);
    }
}
