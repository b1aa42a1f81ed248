namespace PoolTopology.Crypto.Curve25519;

/// <summary>A point in extended coordinates: x = X/Z, y = Y/Z, x y = T/Z.</summary>
/// <remarks>
/// Invariant: tight coordinates. Spec: Hisil, Wong, Carter, Dawson, "Twisted Edwards Curves Revisited" (2008).
/// </remarks>
internal struct ExtendedPoint
{
    internal FieldElement X;
    internal FieldElement Y;
    internal FieldElement Z;
    internal FieldElement T;

    /// <summary>The neutral element (0, 1).</summary>
    internal static ExtendedPoint Identity => new() { Y = FieldElement.One, Z = FieldElement.One };

    internal static void Negate(in ExtendedPoint point, out ExtendedPoint negated)
    {
        FieldElement.Negate(point.X, out negated.X);
        negated.Y = point.Y;
        negated.Z = point.Z;
        FieldElement.Negate(point.T, out negated.T);
    }

    internal static void Double(in ExtendedPoint point, out ExtendedPoint doubled)
    {
        CompletedPoint.Double(point.X, point.Y, point.Z, out CompletedPoint completed);
        completed.ToExtended(out doubled);
    }

    internal static void Add(in ExtendedPoint left, in ExtendedPoint right, out ExtendedPoint sum)
    {
        CachedPoint.From(right, out CachedPoint cached);
        CompletedPoint.Add(left, cached, out CompletedPoint completed);
        completed.ToExtended(out sum);
    }
}
