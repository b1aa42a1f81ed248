using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PoolTopology.Crypto.Curve25519;

/// <summary>Two points that take the same steps at once: lanes X, Y, Z, T of the one, then of the other.</summary>
/// <remarks>
/// A doubling is one squaring and one multiplication of eight lanes, an addition two multiplications.
/// Pre: <see cref="FieldLanes.IsSupported"/>. Spec: Hisil et al. (2008), section 4, four processors.
/// </remarks>
internal struct PointPair
{
    // Controls name the source lane of each lane, lowest first in the lowest bits.
    private const byte AllX = 0b00_00_00_00;
    private const byte AllY = 0b01_01_01_01;
    private const byte AllZ = 0b10_10_10_10;
    private const byte AllT = 0b11_11_11_11;
    private const byte SwapXY = 0b11_10_00_01;
    private const byte SwapBoth = 0b10_11_00_01;
    private const byte LeftOfAddition = 0b00_11_10_00;
    private const byte RightOfAddition = 0b01_10_01_11;

    internal FieldLanes Coordinates;

    internal static void From(in ExtendedPoint first, in ExtendedPoint second, out PointPair pair) =>
        FieldLanes.Load(
            [first.X, first.Y, first.Z, first.T, second.X, second.Y, second.Z, second.T], out pair.Coordinates);

    internal readonly ProjectivePoint First => new()
    {
        X = Coordinates.Extract(0),
        Y = Coordinates.Extract(1),
        Z = Coordinates.Extract(2),
    };

    internal readonly ProjectivePoint Second => new()
    {
        X = Coordinates.Extract(4),
        Y = Coordinates.Extract(5),
        Z = Coordinates.Extract(6),
    };

    /// <summary>2^count P for both points; count may be 0.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void DoubleTimes(in PointPair point, int count, out PointPair doubled)
    {
        // In registers from one doubling to the next.
        Vector512<int> v0 = point.Coordinates.V0;
        Vector512<int> v1 = point.Coordinates.V1;
        Vector512<int> v2 = point.Coordinates.V2;
        Vector512<int> v3 = point.Coordinates.V3;
        Vector512<int> v4 = point.Coordinates.V4;
        for (; count > 0; count--)
        {
            FieldLanes.Square(
                WithSum(v0), WithSum(v1), WithSum(v2), WithSum(v3), WithSum(v4),
                out v0, out v1, out v2, out v3, out v4);
            CombineSquares(v0, out Vector512<int> left0, out Vector512<int> right0);
            CombineSquares(v1, out Vector512<int> left1, out Vector512<int> right1);
            CombineSquares(v2, out Vector512<int> left2, out Vector512<int> right2);
            CombineSquares(v3, out Vector512<int> left3, out Vector512<int> right3);
            CombineSquares(v4, out Vector512<int> left4, out Vector512<int> right4);
            FieldLanes.Multiply(
                left0, left1, left2, left3, left4,
                right0, right1, right2, right3, right4,
                out v0, out v1, out v2, out v3, out v4);
        }
        doubled.Coordinates.V0 = v0;
        doubled.Coordinates.V1 = v1;
        doubled.Coordinates.V2 = v2;
        doubled.Coordinates.V3 = v3;
        doubled.Coordinates.V4 = v4;
    }

    /// <summary>P + Q for both points.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Add(in PointPair point, in CachedPair addend, out PointPair sum)
    {
        FieldLanes.Multiply(
            Prepare(point.Coordinates.V0),
            Prepare(point.Coordinates.V1),
            Prepare(point.Coordinates.V2),
            Prepare(point.Coordinates.V3),
            Prepare(point.Coordinates.V4),
            addend.Terms.V0, addend.Terms.V1, addend.Terms.V2, addend.Terms.V3, addend.Terms.V4,
            out Vector512<int> p0,
            out Vector512<int> p1,
            out Vector512<int> p2,
            out Vector512<int> p3,
            out Vector512<int> p4);
        CombineProducts(p0, out Vector512<int> left0, out Vector512<int> right0);
        CombineProducts(p1, out Vector512<int> left1, out Vector512<int> right1);
        CombineProducts(p2, out Vector512<int> left2, out Vector512<int> right2);
        CombineProducts(p3, out Vector512<int> left3, out Vector512<int> right3);
        CombineProducts(p4, out Vector512<int> left4, out Vector512<int> right4);
        FieldLanes.Multiply(
            left0, left1, left2, left3, left4,
            right0, right1, right2, right3, right4,
            out sum.Coordinates.V0,
            out sum.Coordinates.V1,
            out sum.Coordinates.V2,
            out sum.Coordinates.V3,
            out sum.Coordinates.V4);
    }

    /// <summary>
    /// From (X, Y, Z, T): (Y - X, Y + X, Z, T), the form in which a point is multiplied by a cached one.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<int> Prepare(Vector512<int> v)
    {
        Vector512<int> swapped = FieldLanes.Permute(v, SwapXY);
        Vector512<int> prepared = Vector512.ConditionalSelect(LaneX, swapped - v, v);
        return Vector512.ConditionalSelect(LaneY, swapped + v, prepared);
    }

    /// <summary>From the cached terms of Q those of -Q: the first two exchanged, the last negated.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<int> Negate(Vector512<int> terms)
    {
        Vector512<int> swapped = FieldLanes.Permute(terms, SwapXY);
        return Vector512.ConditionalSelect(LaneT, -terms, swapped);
    }

    // (X, Y, Z, X + Y)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> WithSum(Vector512<int> v) => Vector512.ConditionalSelect(
        LaneT, FieldLanes.Permute(v, AllX) + FieldLanes.Permute(v, AllY), v);

    // From (xx, yy, zz, (x + y)^2): with s = xx + yy, d = xx - yy, f = d + 2 zz, e = s - (x + y)^2,
    // the doubled point is X = f e, Y = s d, Z = f d, T = s e.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CombineSquares(Vector512<int> v, out Vector512<int> left, out Vector512<int> right)
    {
        Vector512<int> xx = FieldLanes.Permute(v, AllX);
        Vector512<int> yy = FieldLanes.Permute(v, AllY);
        Vector512<int> zz = FieldLanes.Permute(v, AllZ);
        Vector512<int> s = xx + yy;
        Vector512<int> d = xx - yy;
        left = Vector512.ConditionalSelect(LanesXZ, d + zz + zz, s);
        right = Vector512.ConditionalSelect(LanesXT, s - FieldLanes.Permute(v, AllT), d);
    }

    // From (a, b, 2 zz, c): with e = b - a, h = b + a, f = 2 zz - c, g = 2 zz + c,
    // the sum is X = e f, Y = g h, Z = f g, T = e h.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CombineProducts(Vector512<int> v, out Vector512<int> left, out Vector512<int> right)
    {
        Vector512<int> swapped = FieldLanes.Permute(v, SwapBoth);
        Vector512<int> ehgf = Vector512.ConditionalSelect(LanesXT, swapped - v, swapped + v);
        left = FieldLanes.Permute(ehgf, LeftOfAddition);
        right = FieldLanes.Permute(ehgf, RightOfAddition);
    }

    private static Vector512<int> LaneX => Vector512.Create(-1L, 0, 0, 0, -1, 0, 0, 0).AsInt32();

    private static Vector512<int> LaneY => Vector512.Create(0L, -1, 0, 0, 0, -1, 0, 0).AsInt32();

    private static Vector512<int> LaneT => Vector512.Create(0L, 0, 0, -1, 0, 0, 0, -1).AsInt32();

    private static Vector512<int> LanesXZ => Vector512.Create(-1L, 0, -1, 0, -1, 0, -1, 0).AsInt32();

    private static Vector512<int> LanesXT => Vector512.Create(-1L, 0, 0, -1, -1, 0, 0, -1).AsInt32();
}
