using PoolTopology.Consensus.Eras;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Consensus.Chain;

/// <summary>Everything about a network that the chain itself does not say: read once, from the genesis files.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed class ConsensusConfig
{
    private ConsensusConfig(ShelleyGenesis genesis, Hash32 genesisHash, Era firstEra)
    {
        Genesis = genesis;
        GenesisHash = genesisHash;
        Parameters = ConsensusParameters.FromGenesis(genesis);
        FirstEra = firstEra;
        Clock = new SlotClock(genesis.SystemStart, genesis.SlotLength, genesis.EpochLengthSlots);
    }

    /// <summary>The Shelley genesis file.</summary>
    public ShelleyGenesis Genesis { get; }

    /// <summary>Its hash.</summary>
    public Hash32 GenesisHash { get; }

    /// <summary>The nonce of the first epoch: the genesis file's hash.</summary>
    public Nonce InitialNonce => new(GenesisHash);

    /// <summary>The numbers that validation uses.</summary>
    public ConsensusParameters Parameters { get; }

    /// <summary>Slots, epochs and time.</summary>
    public SlotClock Clock { get; }

    /// <summary>The number that keeps this network apart.</summary>
    public NetworkMagic NetworkMagic => Genesis.NetworkMagic;

    /// <summary>k: how many blocks may be rolled back.</summary>
    public ulong SecurityParameter => Parameters.SecurityParameter;

    /// <summary>The era of the first block.</summary>
    public Era FirstEra { get; }

    /// <summary>Builds the configuration of a chain that starts in Conway.</summary>
    public static ConsensusConfig FromGenesis(ShelleyGenesis genesis, Hash32 genesisHash) =>
        FromGenesis(genesis, genesisHash, Era.Conway);

    /// <summary>Builds the configuration from a parsed Shelley genesis file, its hash and the era of the first block.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The era is Byron, whose blocks are not validated.</exception>
    public static ConsensusConfig FromGenesis(ShelleyGenesis genesis, Hash32 genesisHash, Era firstEra)
    {
        ArgumentNullException.ThrowIfNull(genesis);
        if (firstEra == Era.Byron)
            throw new ArgumentOutOfRangeException(nameof(firstEra), firstEra, "an era from Shelley on");
        return new ConsensusConfig(genesis, genesisHash, firstEra);
    }

    /// <summary>Builds the configuration of a chain that starts in Conway from a network's genesis files.</summary>
    public static ConsensusConfig FromGenesis(GenesisSet genesis) => FromGenesis(genesis, Era.Conway);

    /// <summary>Builds the configuration from a network's genesis files and the era of the first block.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The era is Byron, whose blocks are not validated.</exception>
    public static ConsensusConfig FromGenesis(GenesisSet genesis, Era firstEra)
    {
        ArgumentNullException.ThrowIfNull(genesis);
        return FromGenesis(genesis.Shelley, genesis.ShelleyHash, firstEra);
    }

    /// <summary>Builds the configuration from the bytes of a Shelley genesis file.</summary>
    /// <exception cref="GenesisException">The bytes are not such a file.</exception>
    public static ConsensusConfig FromGenesisFile(ReadOnlySpan<byte> shelleyGenesisFile) =>
        FromGenesis(ShelleyGenesis.Parse(shelleyGenesisFile), GenesisHashes.OfFile(shelleyGenesisFile));

    /// <summary>The KES period of a slot.</summary>
    public KesPeriod KesPeriodOf(Slot slot) => new(slot.Value / Parameters.SlotsPerKesPeriod);
}
