using System.Runtime.CompilerServices;
using PoolTopology.Crypto.Curve25519;

namespace PoolTopology.Crypto.Wide;

/// <summary>The points of all lanes as 32 bytes each, as <see cref="PointEncoding"/> reads and writes one.</summary>
/// <typeparam name="V">The register.</typeparam>
[SkipLocalsInit]
internal static class WideEncoding<V>
    where V : unmanaged, IWide<V>
{
    /// <summary>The most groups of points that <see cref="EncodeAll"/> takes at once.</summary>
    internal const int MaximumGroups = 4;

    private static readonly WideField<V> One = WideField<V>.Broadcast(FieldElement.One);
    private static readonly WideField<V> D = WideField<V>.Broadcast(CurveConstants.D);

    /// <summary>Bytes of the encodings of all lanes.</summary>
    internal static int SizeBytes => V.Lanes * PointEncoding.SizeBytes;

    /// <summary>
    /// Reads an encoding for each lane; the mask tells which are points of the curve, the others become neutral.
    /// </summary>
    /// <remarks>
    /// Pre: the encodings are canonical (<see cref="PointEncoding.IsCanonical"/>); x = 0 with the sign bit set is read
    /// as x = 0. Cost: constant time.
    /// </remarks>
    internal static void Decode(ReadOnlySpan<byte> encoded, out WidePoint<V> points, out V isOnCurve)
    {
        WideWords<V>.Read(encoded, out WideWords<V> words);
        WideField<V>.From(words, out points.Y);
        // x^2 = (y^2 - 1) / (d y^2 + 1)
        WideField<V>.Square(points.Y, out WideField<V> yy);
        WideField<V>.Subtract(yy, One, out WideField<V> u);
        WideField<V>.Multiply(yy, D, out WideField<V> v);
        WideField<V>.Add(v, One, out v);
        WideField<V>.RootOfRatio(u, v, out WideField<V> x, out WideField<V>.RootKinds kinds);
        isOnCurve = kinds.Square;
        V sign = V.Broadcast(0) - (words.W3 >>> 63);
        WideField<V>.NegateWhere(x, WideField<V>.IsNegative(x) ^ sign, out points.X);
        points.Z = One;
        WideField<V>.Multiply(points.X, points.Y, out points.T);
        WidePoint<V>.KeepWhere(isOnCurve, ref points);
    }

    /// <summary>Writes groups of points, with a single inversion for all; T is not read.</summary>
    /// <remarks>Pre: at most <see cref="MaximumGroups"/>. Cost: constant time.</remarks>
    internal static void EncodeAll(ReadOnlySpan<WidePoint<V>> groups, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(groups.Length, MaximumGroups);
        // products[i] = z0 z1 ... zi; 1/zi = (1 / products[i]) products[i - 1]
        Span<WideField<V>> products = stackalloc WideField<V>[MaximumGroups];
        products[0] = groups[0].Z;
        for (int i = 1; i < groups.Length; i++)
            WideField<V>.Multiply(products[i - 1], groups[i].Z, out products[i]);
        WideField<V>.Invert(products[groups.Length - 1], out WideField<V> inverse);
        for (int i = groups.Length - 1; i > 0; i--)
        {
            WideField<V>.Multiply(inverse, products[i - 1], out WideField<V> own);
            EncodeWithInverse(groups[i], own, destination.Slice(i * SizeBytes, SizeBytes));
            WideField<V>.Multiply(inverse, groups[i].Z, out inverse);
        }
        EncodeWithInverse(groups[0], inverse, destination[..SizeBytes]);
    }

    private static void EncodeWithInverse(
        in WidePoint<V> points, in WideField<V> inverse, Span<byte> destination)
    {
        WideField<V>.Multiply(points.X, inverse, out WideField<V> x);
        WideField<V>.Multiply(points.Y, inverse, out WideField<V> y);
        WideField<V>.ToWords(y, out WideWords<V> words);
        words.W3 |= WideField<V>.IsNegative(x) << 63;
        words.Write(destination);
    }
}
