namespace PoolTopology.Crypto.Curve25519;

/// <summary>
/// Maps a field element to a point of the prime-order subgroup, as the Elligator2 suite of the VRF does.
/// </summary>
/// <remarks>
/// Spec: draft-irtf-cfrg-vrf-03 (September 2018), section 5.4.1.2; agrees with ge25519_from_uniform of libsodium for
/// inputs whose top bit is clear: among the two points with the found y, the one with even x, times 8.
/// Cost: variable time in whether a value is a square; for hashes of public values.
/// </remarks>
internal static class Elligator2
{
    private const ulong A = CurveConstants.MontgomeryA;

    /// <summary>The point for 32 little-endian bytes; the top bit is ignored.</summary>
    internal static void Map(ReadOnlySpan<byte> bytes, out ExtendedPoint point)
    {
        // On the Montgomery curve x1 = -A / w with w = 1 + 2 r^2, or x2 = -x1 - A where g(x1) is not a square.
        FieldElement r = FieldElement.FromBytes(bytes);
        FieldElement.Square(r, out FieldElement w);
        FieldElement.Add(w, w, out w);
        w.L0 += 1;

        // The Edwards x of x1 satisfies X^2 = -(A + 2) x1 / (x1^2 + A x1 + 1) = u / v with
        //   u = A (A + 2) w,   v = w^2 + A^2 (1 - w).
        FieldElement.Multiply(w, new FieldElement(A * (A + 2), 0, 0, 0, 0), out FieldElement u);
        FieldElement.Multiply(w, new FieldElement(A * A, 0, 0, 0, 0), out FieldElement scaled);
        FieldElement.Square(w, out FieldElement v);
        v.L0 += A * A;
        FieldElement.Subtract(v, scaled, out v);
        FieldElement.RootKind kind = FieldElement.RootOfRatio(u, v, out FieldElement x);

        // y = (x - 1) / (x + 1) = numerator / denominator
        FieldElement numerator;
        FieldElement denominator;
        FieldElement a = new(A, 0, 0, 0, 0);
        if (kind == FieldElement.RootKind.Square)
        {
            FieldElement.Add(a, w, out numerator);              // x1: (A + w) / (A - w)
            FieldElement.Subtract(a, w, out denominator);
        }
        else
        {
            // g(x2) = 2 r^2 g(x1) gives X2^2 = 2 r^2 u / v, and u / v = x^2 / i or -x^2 / i.
            bool isPlus = kind == FieldElement.RootKind.TimesRootOfMinusOne;
            FieldElement.Multiply(x, r, out x);
            FieldElement.Multiply(
                x, isPlus ? CurveConstants.SqrtOfTwoOverI : CurveConstants.SqrtOfMinusTwoOverI, out x);
            FieldElement.Multiply(a, w, out FieldElement aw);
            FieldElement.Subtract(a, aw, out FieldElement difference);
            difference = difference.Carried();
            FieldElement.Subtract(difference, w, out numerator); // x2: (A - A w - w) / (A - A w + w)
            FieldElement.Add(difference, w, out denominator);
        }
        numerator = numerator.Carried();
        denominator = denominator.Carried();
        if (x.IsNegative() == 1)
            FieldElement.Negate(x, out x);
        if (denominator.IsZero() == 1)
        {
            point = ExtendedPoint.Identity;
            return;
        }
        // (x, n / d): X = x d, Y = n, Z = d.
        ProjectivePoint mapped;
        FieldElement.Multiply(x, denominator, out mapped.X);
        mapped.Y = numerator;
        mapped.Z = denominator;
        ProjectivePoint.MultiplyByCofactor(mapped, out CompletedPoint cleared);
        cleared.ToExtended(out point);
    }
}
