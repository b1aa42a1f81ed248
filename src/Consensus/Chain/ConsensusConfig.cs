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
    private ConsensusConfig(ShelleyGenesis genesis, Hash32 genesisHash, ConsensusParameters parameters)
    {
        Genesis = genesis;
        GenesisHash = genesisHash;
        Parameters = parameters;
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

    /// <summary>The era of the first block: chains that start in Conway, for now.</summary>
    public Era FirstEra { get; } = Era.Conway;

    /// <summary>Builds the configuration from a parsed Shelley genesis file and its hash.</summary>
    public static ConsensusConfig FromGenesis(ShelleyGenesis genesis, Hash32 genesisHash)
    {
        ArgumentNullException.ThrowIfNull(genesis);
        return new ConsensusConfig(genesis, genesisHash, ConsensusParameters.FromGenesis(genesis));
    }

    /// <summary>Builds the configuration from a network's genesis files.</summary>
    public static ConsensusConfig FromGenesis(GenesisSet genesis)
    {
        ArgumentNullException.ThrowIfNull(genesis);
        return FromGenesis(genesis.Shelley, genesis.ShelleyHash);
    }

    /// <summary>Builds the configuration from the bytes of a Shelley genesis file.</summary>
    /// <exception cref="GenesisException">The bytes are not such a file.</exception>
    public static ConsensusConfig FromGenesisFile(ReadOnlySpan<byte> shelleyGenesisFile) =>
        FromGenesis(ShelleyGenesis.Parse(shelleyGenesisFile), GenesisHashes.OfFile(shelleyGenesisFile));

    /// <summary>The KES period of a slot.</summary>
    public KesPeriod KesPeriodOf(Slot slot) => new(slot.Value / Parameters.SlotsPerKesPeriod);
}
