using PoolTopology.Crypto.Curve25519;

namespace PoolTopology.Crypto.Wide;

/// <summary>
/// One field element as five signed limbs of 51 bits, each within 2^50 of zero (the lowest a little more).
/// </summary>
internal static class CentredLimbs
{
    internal const int Count = 5;
    internal const int Bits = 51;

    /// <summary>Writes the limbs as doubles, which hold them exactly.</summary>
    internal static void Write(in FieldElement element, Span<double> limbs)
    {
        FieldElement tight = element.Carried();
        long carry = 0;
        carry = Centre((long)tight.L0 + carry, ref limbs[0]);
        carry = Centre((long)tight.L1 + carry, ref limbs[1]);
        carry = Centre((long)tight.L2 + carry, ref limbs[2]);
        carry = Centre((long)tight.L3 + carry, ref limbs[3]);
        carry = Centre((long)tight.L4 + carry, ref limbs[4]);
        // 2^255 = 19
        limbs[0] += 19 * carry;
    }

    // What stays of a limb, within half of 2^51; returns what is above.
    private static long Centre(long limb, ref double centred)
    {
        long above = (limb + (1L << (Bits - 1))) >> Bits;
        centred = limb - (above << Bits);
        return above;
    }
}
