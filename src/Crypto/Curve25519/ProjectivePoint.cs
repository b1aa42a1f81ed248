namespace PoolTopology.Crypto.Curve25519;

/// <summary>A point in projective coordinates, x = X/Z, y = Y/Z: enough for doubling and for encoding.</summary>
internal struct ProjectivePoint
{
    internal FieldElement X;
    internal FieldElement Y;
    internal FieldElement Z;

    internal static ProjectivePoint Identity => new() { Y = FieldElement.One, Z = FieldElement.One };

    internal static ProjectivePoint From(in ExtendedPoint point) => new() { X = point.X, Y = point.Y, Z = point.Z };

    /// <summary>8 P: eight times the part of P in the prime-order subgroup.</summary>
    internal static void MultiplyByCofactor(in ProjectivePoint point, out ProjectivePoint product)
    {
        MultiplyByCofactor(point, out CompletedPoint completed);
        completed.ToProjective(out product);
    }

    /// <summary>8 P, before its last multiplications.</summary>
    internal static void MultiplyByCofactor(in ProjectivePoint point, out CompletedPoint product)
    {
        CompletedPoint.Double(point.X, point.Y, point.Z, out product);
        product.ToProjective(out ProjectivePoint doubled);
        CompletedPoint.Double(doubled.X, doubled.Y, doubled.Z, out product);
        product.ToProjective(out doubled);
        CompletedPoint.Double(doubled.X, doubled.Y, doubled.Z, out product);
    }
}
