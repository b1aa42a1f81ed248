using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Ledger.Rules;

/// <summary>Which slots of an epoch are not for pools to lead: a share of d, evenly spread.</summary>
/// <remarks>Spec: cardano-ledger <c>isOverlaySlot</c>: ⌈s·d⌉ &lt; ⌈(s + 1)·d⌉, s counted from the epoch's first slot.</remarks>
internal static class OverlaySlots
{
    public static bool Contains(Slot slot, Slot firstOfEpoch, Rational d)
    {
        if (d.Sign == 0)
            return false;
        ulong s = checked(slot.Value - firstOfEpoch.Value);
        return (d * s).Ceiling() < (d * (s + 1)).Ceiling();
    }
}
