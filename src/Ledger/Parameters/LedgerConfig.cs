using System.Collections.Immutable;
using System.Numerics;
using PoolTopology.Ledger.Eras;
using PoolTopology.Primitives;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Ledger.Parameters;

/// <summary>What a network is configured to, as far as the ledger's rules need it.</summary>
/// <remarks>Immutable. Spec: cardano-ledger <c>Globals</c>.</remarks>
public sealed record LedgerConfig
{
    /// <summary>The genesis files.</summary>
    public required GenesisSet Genesis { get; init; }

    /// <summary>
    /// The epochs at which eras start by configuration (<c>TestShelleyHardForkAtEpoch</c> …); the others start when
    /// the protocol version says so.
    /// </summary>
    public ImmutableSortedDictionary<Era, EpochNo> HardForksAtEpoch { get; init; } =
        ImmutableSortedDictionary<Era, EpochNo>.Empty;

    /// <summary>The first epoch that is counted in Shelley's way; greater than 0 where Byron came before.</summary>
    public EpochNo FirstEpoch { get; init; }

    /// <summary>The first slot of <see cref="FirstEpoch"/>.</summary>
    public Slot FirstSlot { get; init; }

    /// <summary>The era of the first block: the last of those that start at epoch 0 without a gap before.</summary>
    public Era FirstEra
    {
        get
        {
            Era era = Era.Byron;
            while (era < Era.Conway
                && HardForksAtEpoch.TryGetValue(era + 1, out EpochNo epoch) && epoch == default)
                era++;
            return era;
        }
    }

    /// <summary>The Shelley file.</summary>
    public ShelleyGenesis Shelley => Genesis.Shelley;

    /// <summary>⌈3k/f⌉: after so many slots a block is stable.</summary>
    public ulong StabilityWindowSlots => Window(3);

    /// <summary>⌈4k/f⌉: how far into an epoch its rewards are begun.</summary>
    public ulong RandomnessStabilisationWindowSlots => Window(4);

    /// <summary>The epoch of a slot.</summary>
    /// <exception cref="InvariantException">The slot is Byron's.</exception>
    public EpochNo EpochOf(Slot slot)
    {
        Invariant.Require(slot >= FirstSlot, $"slot {slot} lies before the first of Shelley's, {FirstSlot}");
        return new EpochNo(FirstEpoch.Value + ((slot.Value - FirstSlot.Value) / Shelley.EpochLengthSlots));
    }

    /// <summary>The first slot of an epoch.</summary>
    /// <exception cref="InvariantException">The epoch is Byron's.</exception>
    /// <exception cref="OverflowException">The epoch's slots leave 64 bits.</exception>
    public Slot FirstSlotOf(EpochNo epoch)
    {
        Invariant.Require(epoch >= FirstEpoch, $"epoch {epoch} lies before the first of Shelley's, {FirstEpoch}");
        return new Slot(checked(FirstSlot.Value + ((epoch.Value - FirstEpoch.Value) * Shelley.EpochLengthSlots)));
    }

    private ulong Window(int multiple) => checked((ulong)
        ((Rational)((BigInteger)Shelley.SecurityParameter * multiple) / Shelley.ActiveSlotsCoefficient).Ceiling());
}
