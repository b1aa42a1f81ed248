using System.Collections.Immutable;
using System.Numerics;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Consensus.Leadership;

/// <summary>
/// TPraos: which slots genesis delegates lead instead of stake pools, while the chain is not decentralised.
/// </summary>
/// <remarks>
/// With s the slot counted from its epoch's first and d the decentralisation parameter, the slot is in the schedule if
/// ⌈s·d⌉ &lt; ⌈(s+1)·d⌉. Of the slots in the schedule every ⌊1/f⌋-th is active, and the genesis keys, ordered by their
/// hashes, take turns in these; in the others nobody may make a block.
/// Pure.
/// Spec: https://github.com/IntersectMBO/cardano-ledger/blob/0ab207513d4b96d5cff17337017b360e6a0a3e1f/libs/cardano-protocol-tpraos/src/Cardano/Protocol/TPraos/Rules/Overlay.hs (lookupInOverlaySchedule)
/// </remarks>
public static class OverlaySchedule
{
    /// <summary>The slot's place in the schedule, or null when it is not in it: then stake decides.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="firstSlotOfEpoch">The first slot of its epoch.</param>
    /// <param name="decentralisation">d, from 0 (stake decides everywhere) to 1 (nowhere).</param>
    /// <param name="f">The active slot coefficient.</param>
    /// <param name="genesisKeyHashes">The genesis keys, ordered.</param>
    public static OverlaySlot? Find(
        Slot slot,
        Slot firstSlotOfEpoch,
        Rational decentralisation,
        ActiveSlotCoefficient f,
        ImmutableArray<Hash28> genesisKeyHashes)
    {
        ArgumentNullException.ThrowIfNull(f);
        BigInteger offset = checked(slot.Value - firstSlotOfEpoch.Value);
        BigInteger position = Steps(offset, decentralisation);
        if (position >= Steps(offset + BigInteger.One, decentralisation))
            return null;
        BigInteger turn = BigInteger.DivRem(position, SlotsPerActive(f), out BigInteger rest);
        return rest.IsZero && genesisKeyHashes.Length > 0
            ? new OverlaySlot(genesisKeyHashes[(int)(turn % genesisKeyHashes.Length)])
            : default(OverlaySlot);
    }

    // ⌈s·d⌉: how many slots before this one are in the schedule.
    private static BigInteger Steps(BigInteger offset, Rational decentralisation) =>
        ((Rational)offset * decentralisation).Ceiling();

    // ⌊1/f⌋; f is at most 1, so this is at least 1.
    private static BigInteger SlotsPerActive(ActiveSlotCoefficient f) => (Rational.One / f.Value).Floor();
}
