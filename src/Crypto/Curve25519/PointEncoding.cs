namespace PoolTopology.Crypto.Curve25519;

/// <summary>
/// Points as 32 bytes: little-endian y with the parity of x in the top bit (RFC 8032, section 5.1.2).
/// </summary>
internal static class PointEncoding
{
    internal const int SizeBytes = 32;

    // y of the points of order 1, 2, 4 and 8, and the two values above p that stand for 0 and 1.
    private static ReadOnlySpan<byte> SmallOrderY =>
    [
        0x00, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x00,
        0x01, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x00,
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0,
        0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f,
        0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
        0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f,
        0xed, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f,
        0xee, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f,
    ];

    /// <summary>True when the 32 bytes name a point of order 1, 2, 4 or 8, whatever the sign bit says.</summary>
    /// <remarks>Cost: variable time; for public bytes.</remarks>
    internal static bool HasSmallOrder(ReadOnlySpan<byte> encoded)
    {
        ReadOnlySpan<byte> all = SmallOrderY;
        for (int i = 0; i < all.Length; i += SizeBytes)
        {
            if (encoded[..31].SequenceEqual(all.Slice(i, 31)) && (encoded[31] & 0x7f) == all[i + 31])
                return true;
        }
        return false;
    }

    /// <summary>True when y, without the sign bit, is below p.</summary>
    /// <remarks>Cost: variable time; for public bytes.</remarks>
    internal static bool IsCanonical(ReadOnlySpan<byte> encoded) =>
        (encoded[31] & 0x7f) != 0x7f || encoded[1..31].ContainsAnyExcept((byte)0xff) || encoded[0] < 0xed;

    /// <summary>
    /// Reads a canonical encoding of a curve point; false, with the identity, for any other 32 bytes.
    /// </summary>
    /// <remarks>
    /// x = 0 with the sign bit set is read as x = 0, as libsodium reads it; such points have small order.
    /// Cost: variable time; for public bytes.
    /// </remarks>
    internal static bool TryDecode(ReadOnlySpan<byte> encoded, out ExtendedPoint point)
    {
        point = ExtendedPoint.Identity;
        if (!IsCanonical(encoded))
            return false;
        FieldElement y = FieldElement.FromBytes(encoded);
        // x^2 = (y^2 - 1) / (d y^2 + 1)
        FieldElement.Square(y, out FieldElement yy);
        FieldElement.Subtract(yy, FieldElement.One, out FieldElement u);
        u = u.Carried();
        FieldElement.Multiply(yy, CurveConstants.D, out FieldElement v);
        v.L0 += 1;
        if (FieldElement.RootOfRatio(u, v, out FieldElement x) != FieldElement.RootKind.Square)
            return false;
        if (x.IsNegative() != (ulong)(encoded[31] >> 7))
            FieldElement.Negate(x, out x);
        point.X = x;
        point.Y = y;
        point.Z = FieldElement.One;
        FieldElement.Multiply(x, y, out point.T);
        return true;
    }

    /// <summary>Writes the 32 bytes of a point.</summary>
    /// <remarks>Cost: constant time; one inversion.</remarks>
    internal static void Encode(in ProjectivePoint point, Span<byte> destination)
    {
        FieldElement.Invert(point.Z, out FieldElement inverse);
        EncodeWithInverse(point, inverse, destination);
    }

    /// <summary>
    /// Writes the points one after the other, 32 bytes each, with a single inversion for all of them.
    /// </summary>
    /// <remarks>Pre: at most <see cref="MaximumBatch"/> points. Cost: constant time.</remarks>
    internal static void EncodeAll(ReadOnlySpan<ProjectivePoint> points, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(points.Length, MaximumBatch);
        // products[i] = z0 z1 ... zi; 1/zi = (1 / products[i]) products[i - 1]
        Span<FieldElement> products = stackalloc FieldElement[MaximumBatch];
        products[0] = points[0].Z;
        for (int i = 1; i < points.Length; i++)
            FieldElement.Multiply(products[i - 1], points[i].Z, out products[i]);
        FieldElement.Invert(products[points.Length - 1], out FieldElement inverse);
        for (int i = points.Length - 1; i > 0; i--)
        {
            FieldElement.Multiply(inverse, products[i - 1], out FieldElement own);
            EncodeWithInverse(points[i], own, destination.Slice(i * SizeBytes, SizeBytes));
            FieldElement.Multiply(inverse, points[i].Z, out inverse);
        }
        EncodeWithInverse(points[0], inverse, destination[..SizeBytes]);
    }

    /// <summary>The most points that <see cref="EncodeAll"/> takes at once.</summary>
    internal const int MaximumBatch = 4;

    private static void EncodeWithInverse(in ProjectivePoint point, in FieldElement inverse, Span<byte> destination)
    {
        FieldElement.Multiply(point.X, inverse, out FieldElement x);
        FieldElement.Multiply(point.Y, inverse, out FieldElement y);
        y.ToBytes(destination);
        destination[31] |= (byte)(x.IsNegative() << 7);
    }
}
