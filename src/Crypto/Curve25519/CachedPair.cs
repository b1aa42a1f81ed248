namespace PoolTopology.Crypto.Curve25519;

/// <summary>Two points prepared as second operands: lanes Y - X, Y + X, 2 Z, 2 d T of the one, then of the other.</summary>
internal struct CachedPair
{
    private static readonly FieldLanes Factors = MakeFactors();

    internal FieldLanes Terms;

    internal static void From(in PointPair pair, out CachedPair cached)
    {
        Prepare(pair, out FieldLanes prepared);
        FieldLanes.Multiply(prepared, Factors, out cached.Terms);
    }

    internal static void Prepare(in PointPair pair, out FieldLanes prepared)
    {
        prepared.V0 = PointPair.Prepare(pair.Coordinates.V0);
        prepared.V1 = PointPair.Prepare(pair.Coordinates.V1);
        prepared.V2 = PointPair.Prepare(pair.Coordinates.V2);
        prepared.V3 = PointPair.Prepare(pair.Coordinates.V3);
        prepared.V4 = PointPair.Prepare(pair.Coordinates.V4);
    }

    internal static void Negate(in CachedPair cached, out CachedPair negated)
    {
        negated.Terms.V0 = PointPair.Negate(cached.Terms.V0);
        negated.Terms.V1 = PointPair.Negate(cached.Terms.V1);
        negated.Terms.V2 = PointPair.Negate(cached.Terms.V2);
        negated.Terms.V3 = PointPair.Negate(cached.Terms.V3);
        negated.Terms.V4 = PointPair.Negate(cached.Terms.V4);
    }

    private static FieldLanes MakeFactors()
    {
        FieldElement one = FieldElement.One;
        FieldElement two = new(2, 0, 0, 0, 0);
        FieldElement twoD = CurveConstants.TwoD;
        FieldLanes.Load([one, one, two, twoD, one, one, two, twoD], out FieldLanes factors);
        return factors;
    }
}
