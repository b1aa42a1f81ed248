using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PoolTopology.Crypto.Curve25519;

/// <summary>
/// Two points prepared as second operands: lanes Y - X, Y + X, 2 Z, 2 d T of the one, then of the other.
/// </summary>
internal struct CachedPair
{
    private static readonly FieldLanes Factors = MakeFactors();
    private static readonly CachedPair Identity = MakeIdentity();

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

    /// <summary>table[|digit| - 1] with the digit's sign, the identity for 0; one digit in [-8, 8] per half.</summary>
    /// <remarks>Cost: constant time; every entry is read.</remarks>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Select(ReadOnlySpan<CachedPair> table, int first, int second, out CachedPair selected)
    {
        int firstSign = first >> 31;
        int secondSign = second >> 31;
        int firstMagnitude = (first ^ firstSign) - firstSign;
        int secondMagnitude = (second ^ secondSign) - secondSign;
        FieldLanes terms = Identity.Terms;
        for (int i = 0; i < table.Length; i++)
        {
            Vector512<int> here = Halves(
                (int)(0 - ConstantTime.IsEqual(firstMagnitude, i + 1)),
                (int)(0 - ConstantTime.IsEqual(secondMagnitude, i + 1)));
            terms.V0 = Vector512.ConditionalSelect(here, table[i].Terms.V0, terms.V0);
            terms.V1 = Vector512.ConditionalSelect(here, table[i].Terms.V1, terms.V1);
            terms.V2 = Vector512.ConditionalSelect(here, table[i].Terms.V2, terms.V2);
            terms.V3 = Vector512.ConditionalSelect(here, table[i].Terms.V3, terms.V3);
            terms.V4 = Vector512.ConditionalSelect(here, table[i].Terms.V4, terms.V4);
        }
        Vector512<int> isNegative = Halves(firstSign, secondSign);
        selected.Terms.V0 = Vector512.ConditionalSelect(isNegative, PointPair.Negate(terms.V0), terms.V0);
        selected.Terms.V1 = Vector512.ConditionalSelect(isNegative, PointPair.Negate(terms.V1), terms.V1);
        selected.Terms.V2 = Vector512.ConditionalSelect(isNegative, PointPair.Negate(terms.V2), terms.V2);
        selected.Terms.V3 = Vector512.ConditionalSelect(isNegative, PointPair.Negate(terms.V3), terms.V3);
        selected.Terms.V4 = Vector512.ConditionalSelect(isNegative, PointPair.Negate(terms.V4), terms.V4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Halves(int first, int second) =>
        Vector512.Create(Vector256.Create(first), Vector256.Create(second));

    private static CachedPair MakeIdentity()
    {
        PointPair.From(ExtendedPoint.Identity, ExtendedPoint.Identity, out PointPair pair);
        From(pair, out CachedPair cached);
        return cached;
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
