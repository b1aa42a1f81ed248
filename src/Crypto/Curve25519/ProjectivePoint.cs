namespace PoolTopology.Crypto.Curve25519;

/// <summary>A point in projective coordinates, x = X/Z, y = Y/Z: enough for doubling and for encoding.</summary>
internal struct ProjectivePoint
{
    internal FieldElement X;
    internal FieldElement Y;
    internal FieldElement Z;

    internal static ProjectivePoint Identity => new() { Y = FieldElement.One, Z = FieldElement.One };

    internal static ProjectivePoint From(in ExtendedPoint point) => new() { X = point.X, Y = point.Y, Z = point.Z };
}
