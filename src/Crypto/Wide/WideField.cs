using System.Runtime.CompilerServices;
using PoolTopology.Crypto.Curve25519;

namespace PoolTopology.Crypto.Wide;

/// <summary>Field elements side by side, one per lane, in five limbs of 51 bits that are kept as doubles.</summary>
/// <remarks>
/// Shape: value = L0 + 2^51 L1 + 2^102 L2 + 2^153 L3 + 2^204 L4, every limb an integer that a double holds exactly.
/// "Tight" means limbs within 2^50 + 2^12: what multiplication and <see cref="Carry"/> leave. A sum or difference of g
/// tight elements has limbs g times as large. A product takes operands of g and h times tight with g h at most 3.
/// Cost: constant time (integers of this size never meet the slow cases of floating point). Operands may be the same
/// variable as the result.
/// </remarks>
/// <typeparam name="V">The register.</typeparam>
[SkipLocalsInit]
internal partial struct WideField<V>
    where V : unmanaged, IWide<V>
{
    private const int LimbBits = CentredLimbs.Bits;
    private const ulong LimbMask = (1UL << LimbBits) - 1;
    private const ulong SignBit = 1UL << 63;

    internal V L0;
    internal V L1;
    internal V L2;
    internal V L3;
    internal V L4;

    /// <summary>The same element in all lanes, tight.</summary>
    internal static WideField<V> Broadcast(in FieldElement element)
    {
        Span<double> limbs = stackalloc double[CentredLimbs.Count];
        CentredLimbs.Write(element, limbs);
        return new WideField<V>
        {
            L0 = V.BroadcastReal(limbs[0]),
            L1 = V.BroadcastReal(limbs[1]),
            L2 = V.BroadcastReal(limbs[2]),
            L3 = V.BroadcastReal(limbs[3]),
            L4 = V.BroadcastReal(limbs[4]),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Add(in WideField<V> a, in WideField<V> b, out WideField<V> sum)
    {
        sum.L0 = V.AddReals(a.L0, b.L0);
        sum.L1 = V.AddReals(a.L1, b.L1);
        sum.L2 = V.AddReals(a.L2, b.L2);
        sum.L3 = V.AddReals(a.L3, b.L3);
        sum.L4 = V.AddReals(a.L4, b.L4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Subtract(in WideField<V> a, in WideField<V> b, out WideField<V> difference)
    {
        difference.L0 = V.SubtractReals(a.L0, b.L0);
        difference.L1 = V.SubtractReals(a.L1, b.L1);
        difference.L2 = V.SubtractReals(a.L2, b.L2);
        difference.L3 = V.SubtractReals(a.L3, b.L3);
        difference.L4 = V.SubtractReals(a.L4, b.L4);
    }

    /// <summary>-a where the mask is set, a elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void NegateWhere(in WideField<V> a, V mask, out WideField<V> result)
    {
        V sign = mask & V.Broadcast(SignBit);
        result.L0 = a.L0 ^ sign;
        result.L1 = a.L1 ^ sign;
        result.L2 = a.L2 ^ sign;
        result.L3 = a.L3 ^ sign;
        result.L4 = a.L4 ^ sign;
    }

    /// <summary>The first where the mask is set, the second elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Choose(V mask, in WideField<V> ifSet, in WideField<V> otherwise, out WideField<V> chosen)
    {
        chosen.L0 = V.Choose(mask, ifSet.L0, otherwise.L0);
        chosen.L1 = V.Choose(mask, ifSet.L1, otherwise.L1);
        chosen.L2 = V.Choose(mask, ifSet.L2, otherwise.L2);
        chosen.L3 = V.Choose(mask, ifSet.L3, otherwise.L3);
        chosen.L4 = V.Choose(mask, ifSet.L4, otherwise.L4);
    }

    /// <summary>The same values, tight, from limbs up to sixteen times as large.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Carry(in WideField<V> a, out WideField<V> carried)
    {
        // Multiples of 2^51 that are nearest to the limbs: adding and taking away 2^103 leaves just these.
        V round = V.BroadcastReal(1.5 * TwoTo103);
        V above0 = V.SubtractReals(V.AddReals(a.L0, round), round);
        V above1 = V.SubtractReals(V.AddReals(a.L1, round), round);
        V above2 = V.SubtractReals(V.AddReals(a.L2, round), round);
        V above3 = V.SubtractReals(V.AddReals(a.L3, round), round);
        V above4 = V.SubtractReals(V.AddReals(a.L4, round), round);
        V down = V.BroadcastReal(1 / TwoTo51);
        // 2^255 = 19
        V downAndRound = V.BroadcastReal(19 / TwoTo51);
        carried.L0 = V.MultiplyAddReals(above4, downAndRound, V.SubtractReals(a.L0, above0));
        carried.L1 = V.MultiplyAddReals(above0, down, V.SubtractReals(a.L1, above1));
        carried.L2 = V.MultiplyAddReals(above1, down, V.SubtractReals(a.L2, above2));
        carried.L3 = V.MultiplyAddReals(above2, down, V.SubtractReals(a.L3, above3));
        carried.L4 = V.MultiplyAddReals(above3, down, V.SubtractReals(a.L4, above4));
    }
}
