using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PoolTopology.Crypto.Curve25519;

/// <summary>Eight points as eight times 32 bytes, as <see cref="PointEncoding"/> reads and writes one.</summary>
/// <remarks>Pre: <see cref="FieldLanes.IsSupported"/>.</remarks>
internal static class LanesEncoding
{
    /// <summary>Bytes of eight encodings.</summary>
    internal const int SizeBytes = FieldLanes.Count * PointEncoding.SizeBytes;

    /// <summary>The most groups of eight that <see cref="EncodeAll"/> takes at once.</summary>
    internal const int MaximumGroups = 4;

    private static readonly FieldLanes One = FieldLanes.Broadcast(FieldElement.One);
    private static readonly FieldLanes D = FieldLanes.Broadcast(CurveConstants.D);

    /// <summary>
    /// Reads eight encodings; the mask tells which are points of the curve, the others become the neutral element.
    /// </summary>
    /// <remarks>
    /// Pre: the encodings are canonical (<see cref="PointEncoding.IsCanonical"/>); x = 0 with the sign bit set is read
    /// as x = 0. Cost: constant time.
    /// </remarks>
    [SkipLocalsInit]
    internal static void Decode(ReadOnlySpan<byte> encoded, out PointLanes points, out Vector512<long> isOnCurve)
    {
        WordLanes.Read(encoded, out WordLanes words);
        FieldLanes.From(words, out points.Y);
        // x^2 = (y^2 - 1) / (d y^2 + 1)
        FieldLanes.Square(points.Y, out FieldLanes yy);
        FieldLanes.Subtract(yy, One, out FieldLanes u);
        FieldLanes.Multiply(yy, D, out FieldLanes v);
        FieldLanes.Add(v, One, out v);
        FieldLanes.RootOfRatio(u, v, out FieldLanes x, out FieldLanes.RootKinds kinds);
        isOnCurve = kinds.Square;
        Vector512<long> sign = words.W3.AsInt64() >> 63;
        FieldLanes.NegateWhere(x, FieldLanes.IsNegative(x) ^ sign, out points.X);
        points.Z = One;
        FieldLanes.Multiply(points.X, points.Y, out points.T);
        PointLanes.KeepWhere(isOnCurve, ref points);
    }

    /// <summary>Writes groups of eight points, with a single inversion for all; T is not read.</summary>
    /// <remarks>Pre: at most <see cref="MaximumGroups"/>. Cost: constant time.</remarks>
    [SkipLocalsInit]
    internal static void EncodeAll(ReadOnlySpan<PointLanes> groups, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(groups.Length, MaximumGroups);
        // products[i] = z0 z1 ... zi; 1/zi = (1 / products[i]) products[i - 1]
        Span<FieldLanes> products = stackalloc FieldLanes[MaximumGroups];
        products[0] = groups[0].Z;
        for (int i = 1; i < groups.Length; i++)
            FieldLanes.Multiply(products[i - 1], groups[i].Z, out products[i]);
        FieldLanes.Invert(products[groups.Length - 1], out FieldLanes inverse);
        for (int i = groups.Length - 1; i > 0; i--)
        {
            FieldLanes.Multiply(inverse, products[i - 1], out FieldLanes own);
            EncodeWithInverse(groups[i], own, destination.Slice(i * SizeBytes, SizeBytes));
            FieldLanes.Multiply(inverse, groups[i].Z, out inverse);
        }
        EncodeWithInverse(groups[0], inverse, destination[..SizeBytes]);
    }

    private static void EncodeWithInverse(in PointLanes points, in FieldLanes inverse, Span<byte> destination)
    {
        FieldLanes.Multiply(points.X, inverse, out FieldLanes x);
        FieldLanes.Multiply(points.Y, inverse, out FieldLanes y);
        FieldLanes.ToWords(y, out WordLanes words);
        words.W3 |= FieldLanes.IsNegative(x).AsUInt64() << 63;
        words.Write(destination);
    }
}
