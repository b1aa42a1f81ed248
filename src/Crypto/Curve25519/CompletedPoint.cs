using System.Runtime.CompilerServices;

namespace PoolTopology.Crypto.Curve25519;

/// <summary>The result of an addition or doubling before its last multiplications: x = X/Z, y = Y/T.</summary>
/// <remarks>
/// Coordinates are loose. The formulas are complete (d is not a square): no special cases for equal, opposite or
/// neutral points. Spec: Hisil et al. (2008), sections 3.1 and 3.3, for a = -1.
/// </remarks>
internal struct CompletedPoint
{
    internal FieldElement X;
    internal FieldElement Y;
    internal FieldElement Z;
    internal FieldElement T;

    internal readonly void ToProjective(out ProjectivePoint point)
    {
        FieldElement.Multiply(X, T, out point.X);
        FieldElement.Multiply(Y, Z, out point.Y);
        FieldElement.Multiply(Z, T, out point.Z);
    }

    internal readonly void ToExtended(out ExtendedPoint point)
    {
        FieldElement.Multiply(X, T, out point.X);
        FieldElement.Multiply(Y, Z, out point.Y);
        FieldElement.Multiply(Z, T, out point.Z);
        FieldElement.Multiply(X, Y, out point.T);
    }

    [SkipLocalsInit]
    internal static void Double(in FieldElement x, in FieldElement y, in FieldElement z, out CompletedPoint doubled)
    {
        FieldElement.Square(x, out FieldElement xx);
        FieldElement.Square(y, out FieldElement yy);
        FieldElement.Square(z, out FieldElement zz);
        FieldElement.Add(x, y, out FieldElement sum);
        FieldElement.Square(sum, out FieldElement square);      // (x + y)^2
        FieldElement.Add(yy, xx, out doubled.Y);                // y^2 + x^2
        FieldElement.Subtract(yy, xx, out doubled.Z);           // y^2 - x^2
        FieldElement.Subtract(square, doubled.Y, out doubled.X); // 2 x y
        FieldElement.Add(zz, zz, out zz);
        FieldElement.Add(zz, xx, out zz);
        FieldElement.Subtract(zz, yy, out doubled.T);           // 2 z^2 - (y^2 - x^2)
    }

    [SkipLocalsInit]
    internal static void Add(in ExtendedPoint p, in CachedPoint q, out CompletedPoint sum)
    {
        FieldElement.Add(p.Y, p.X, out FieldElement a);
        FieldElement.Multiply(a, q.YPlusX, out a);
        FieldElement.Subtract(p.Y, p.X, out FieldElement b);
        FieldElement.Multiply(b, q.YMinusX, out b);
        FieldElement.Multiply(q.T2d, p.T, out FieldElement c);
        FieldElement.Multiply(p.Z, q.Z, out FieldElement zz);
        Combine(a, b, c, zz, out sum);
    }

    [SkipLocalsInit]
    internal static void Subtract(in ExtendedPoint p, in CachedPoint q, out CompletedPoint difference)
    {
        FieldElement.Add(p.Y, p.X, out FieldElement a);
        FieldElement.Multiply(a, q.YMinusX, out a);
        FieldElement.Subtract(p.Y, p.X, out FieldElement b);
        FieldElement.Multiply(b, q.YPlusX, out b);
        FieldElement.Multiply(q.T2d, p.T, out FieldElement c);
        FieldElement.Multiply(p.Z, q.Z, out FieldElement zz);
        CombineNegated(a, b, c, zz, out difference);
    }

    [SkipLocalsInit]
    internal static void Add(in ExtendedPoint p, in AffineCachedPoint q, out CompletedPoint sum)
    {
        FieldElement.Add(p.Y, p.X, out FieldElement a);
        FieldElement.Multiply(a, q.YPlusX, out a);
        FieldElement.Subtract(p.Y, p.X, out FieldElement b);
        FieldElement.Multiply(b, q.YMinusX, out b);
        FieldElement.Multiply(q.XY2d, p.T, out FieldElement c);
        Combine(a, b, c, p.Z, out sum);
    }

    [SkipLocalsInit]
    internal static void Subtract(in ExtendedPoint p, in AffineCachedPoint q, out CompletedPoint difference)
    {
        FieldElement.Add(p.Y, p.X, out FieldElement a);
        FieldElement.Multiply(a, q.YMinusX, out a);
        FieldElement.Subtract(p.Y, p.X, out FieldElement b);
        FieldElement.Multiply(b, q.YPlusX, out b);
        FieldElement.Multiply(q.XY2d, p.T, out FieldElement c);
        CombineNegated(a, b, c, p.Z, out difference);
    }

    // X = a - b, Y = a + b, Z = 2 zz + c, T = 2 zz - c
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Combine(
        in FieldElement a, in FieldElement b, in FieldElement c, in FieldElement zz, out CompletedPoint result)
    {
        FieldElement.Subtract(a, b, out result.X);
        FieldElement.Add(a, b, out result.Y);
        FieldElement.Add(zz, zz, out FieldElement doubled);
        FieldElement.Add(doubled, c, out result.Z);
        FieldElement.Subtract(doubled, c, out result.T);
    }

    // The same with c of opposite sign.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CombineNegated(
        in FieldElement a, in FieldElement b, in FieldElement c, in FieldElement zz, out CompletedPoint result)
    {
        FieldElement.Subtract(a, b, out result.X);
        FieldElement.Add(a, b, out result.Y);
        FieldElement.Add(zz, zz, out FieldElement doubled);
        FieldElement.Subtract(doubled, c, out result.Z);
        FieldElement.Add(doubled, c, out result.T);
    }
}
