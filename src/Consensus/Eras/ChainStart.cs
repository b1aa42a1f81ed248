using System.Collections.Immutable;
using PoolTopology.Ledger.Eras;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Consensus.Eras;

/// <summary>How a network's chain begins: in which era, and how much of it is Byron.</summary>
/// <param name="FirstEra">The era of the first block.</param>
/// <param name="ByronEpochs">The epochs before the first one of Shelley; 0 unless the chain begins in Byron.</param>
/// <remarks>
/// From Shelley on slots and epochs keep one length, so this is all that time depends on. When the later eras begin is
/// the ledger's to say.
/// </remarks>
public sealed record ChainStart(Era FirstEra, ulong ByronEpochs)
{
    /// <summary>The eras that begin at an epoch of the configuration's choosing, whatever the chain votes.</summary>
    public ImmutableSortedDictionary<Era, EpochNo> HardForksAtEpoch { get; init; } =
        ImmutableSortedDictionary<Era, EpochNo>.Empty;

    // Decided by votes on those chains, long ago: no configuration says it.
    private static readonly (NetworkMagic Magic, ulong ByronEpochs)[] KnownNetworks =
        [(new NetworkMagic(764_824_073), 208), (new NetworkMagic(1), 4)];

    /// <summary>A chain without Byron blocks, whose later eras begin when the chain votes for them.</summary>
    public static ChainStart In(Era firstEra) => Of(default, era => era <= firstEra ? 0 : null)
        ?? throw new ArgumentOutOfRangeException(nameof(firstEra), firstEra, "an era from Shelley on");

    /// <summary>Works it out as cardano-node does, from the epochs at which a configuration forces a hard fork.</summary>
    /// <remarks>
    /// Eras that are entered at epoch 0, one after the other from Shelley on, are over before they begin. If Shelley is
    /// not among them, the chain begins in Byron, for as long as the configuration says, or as mainnet and preprod did.
    /// Spec: cardano-node <c>Test…HardForkAtEpoch</c>, ouroboros-consensus <c>TriggerHardForkAtEpoch</c>.
    /// </remarks>
    /// <param name="network">The network.</param>
    /// <param name="hardForkEpoch">
    /// The value of <c>Test…HardForkAtEpoch</c> for an era from Shelley on; null where the configuration has none.
    /// </param>
    /// <returns>Null when nothing says how long Byron lasted.</returns>
    public static ChainStart? Of(NetworkMagic network, Func<Era, ulong?> hardForkEpoch)
    {
        ArgumentNullException.ThrowIfNull(hardForkEpoch);
        Era first = Era.Byron;
        while (first < Era.Conway && hardForkEpoch(first + 1) == 0)
            first++;
        ulong? byronEpochs = first == Era.Byron ? hardForkEpoch(Era.Shelley) ?? KnownByronEpochs(network) : 0;
        return byronEpochs is ulong epochs
            ? new ChainStart(first, epochs) { HardForksAtEpoch = Configured(hardForkEpoch) }
            : null;
    }

    /// <summary>Same start, same hard forks.</summary>
    public bool Equals(ChainStart? other) => other is not null
        && (FirstEra, ByronEpochs) == (other.FirstEra, other.ByronEpochs)
        && HardForksAtEpoch.SequenceEqual(other.HardForksAtEpoch);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(FirstEra, ByronEpochs, HardForksAtEpoch.Count);

    private static ImmutableSortedDictionary<Era, EpochNo> Configured(Func<Era, ulong?> hardForkEpoch)
    {
        ImmutableSortedDictionary<Era, EpochNo>.Builder forks = ImmutableSortedDictionary.CreateBuilder<Era, EpochNo>();
        for (Era era = Era.Shelley; era <= Era.Conway; era++)
        {
            if (hardForkEpoch(era) is ulong epoch)
                forks.Add(era, new EpochNo(epoch));
        }
        return forks.ToImmutable();
    }

    private static ulong? KnownByronEpochs(NetworkMagic network)
    {
        foreach ((NetworkMagic magic, ulong epochs) in KnownNetworks)
        {
            if (magic == network)
                return epochs;
        }
        return null;
    }
}
