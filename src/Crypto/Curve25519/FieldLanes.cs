using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PoolTopology.Crypto.Curve25519;

/// <summary>Eight field elements side by side, one per 64-bit lane of a 512-bit register.</summary>
/// <remarks>
/// Shape: ten signed limbs per element, alternately of 26 and 25 bits; vector k holds limb 2k in the lower and limb
/// 2k + 1 in the upper half of each lane. "Tight" means limbs within 2^25 and 2^24 (a little more for limbs 1 and 5):
/// what multiplication leaves. Sums and differences add up; bounds of operands are stated with the products.
/// Pre: <see cref="IsSupported"/>. Cost: constant time.
/// </remarks>
internal partial struct FieldLanes
{
    internal const int Count = 8;

    private const int LimbBitsEven = 26;
    private const int LimbBits = 51;

    internal Vector512<int> V0;
    internal Vector512<int> V1;
    internal Vector512<int> V2;
    internal Vector512<int> V3;
    internal Vector512<int> V4;

    internal static bool IsSupported => Avx512F.IsSupported;

    /// <summary>Puts eight elements side by side, tight.</summary>
    internal static void Load(ReadOnlySpan<FieldElement> elements, out FieldLanes lanes)
    {
        Span<ulong> limbs = stackalloc ulong[5 * Count];
        for (int lane = 0; lane < Count; lane++)
        {
            FieldElement element = elements[lane].Carried();
            // Centred limbs: a half is added before each is cut off, and what is taken too much flows to the next.
            long carry = 0;
            carry = Split(element.L0, carry, limbs, lane);
            carry = Split(element.L1, carry, limbs, Count + lane);
            carry = Split(element.L2, carry, limbs, 2 * Count + lane);
            carry = Split(element.L3, carry, limbs, 3 * Count + lane);
            carry = Split(element.L4, carry, limbs, 4 * Count + lane);
            // 2^255 = 19; the lowest limb has room for it.
            limbs[lane] = Pack((int)limbs[lane] + 19 * (int)carry, (int)(limbs[lane] >> 32));
        }
        lanes.V0 = Vector512.Create<ulong>(limbs).AsInt32();
        lanes.V1 = Vector512.Create<ulong>(limbs[Count..]).AsInt32();
        lanes.V2 = Vector512.Create<ulong>(limbs[(2 * Count)..]).AsInt32();
        lanes.V3 = Vector512.Create<ulong>(limbs[(3 * Count)..]).AsInt32();
        lanes.V4 = Vector512.Create<ulong>(limbs[(4 * Count)..]).AsInt32();
    }

    /// <summary>Takes one element out, tight.</summary>
    internal readonly FieldElement Extract(int lane)
    {
        // 4p keeps every limb positive.
        FieldElement biased = new(
            Join(V0, lane, 4 * ((1UL << LimbBits) - 19)),
            Join(V1, lane, 4 * ((1UL << LimbBits) - 1)),
            Join(V2, lane, 4 * ((1UL << LimbBits) - 1)),
            Join(V3, lane, 4 * ((1UL << LimbBits) - 1)),
            Join(V4, lane, 4 * ((1UL << LimbBits) - 1)));
        return biased.Carried();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<int> Permute(Vector512<int> v, [ConstantExpected] byte control) =>
        Avx512F.Permute4x64(v.AsInt64(), control).AsInt32();

    // Cuts a 51-bit limb plus a carry into a centred even and odd limb; returns what is above.
    private static long Split(ulong limb, long carry, Span<ulong> packed, int index)
    {
        long value = (long)limb + carry;
        long above = (value + (1L << (LimbBitsEven - 1))) >> LimbBitsEven;
        long even = value - (above << LimbBitsEven);
        long next = (above + (1L << (LimbBits - LimbBitsEven - 1))) >> (LimbBits - LimbBitsEven);
        long odd = above - (next << (LimbBits - LimbBitsEven));
        packed[index] = Pack((int)even, (int)odd);
        return next;
    }

    private static ulong Pack(int even, int odd) => (uint)even | ((ulong)(uint)odd << 32);

    private static ulong Join(Vector512<int> limbs, int lane, ulong bias)
    {
        long even = limbs[2 * lane];
        long odd = limbs[2 * lane + 1];
        return bias + (ulong)(even + (odd << LimbBitsEven));
    }
}
