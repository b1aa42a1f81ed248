using PoolTopology.Consensus.Eras;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Rules;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Consensus.Chain;

/// <summary>Everything about a network that the chain itself does not say: read once, from the genesis files.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed class ConsensusConfig
{
    private readonly Lazy<IChainLedger> _genesisLedger;

    private ConsensusConfig(
        ShelleyGenesis genesis, Hash32 genesisHash, Era firstEra, SlotClock clock, LedgerRules? ledgerRules)
    {
        LedgerRules = ledgerRules;
        _genesisLedger = new Lazy<IChainLedger>(() => ledgerRules is null
            ? GenesisLedger.Of(genesis, firstEra)
            : RulesLedger.Genesis(ledgerRules));
        Genesis = genesis;
        GenesisHash = genesisHash;
        Parameters = ConsensusParameters.FromGenesis(genesis);
        FirstEra = firstEra;
        Clock = clock;
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
    /// <remarks>No rule validates Byron: a chain that starts there can be taken up from a later state only.</remarks>
    public Era FirstEra { get; }

    /// <summary>
    /// The ledger's rules; null for a chain that starts in Conway, whose transactions are not validated yet.
    /// </summary>
    public LedgerRules? LedgerRules { get; }

    /// <summary>Builds the configuration of a chain that starts in Conway.</summary>
    public static ConsensusConfig FromGenesis(ShelleyGenesis genesis, Hash32 genesisHash)
    {
        ArgumentNullException.ThrowIfNull(genesis);
        SlotClock clock = new(genesis.SystemStart, genesis.SlotLength, genesis.EpochLengthSlots);
        return new ConsensusConfig(genesis, genesisHash, Era.Conway, clock, null);
    }

    /// <summary>Builds the configuration of a chain that starts in Conway from a network's genesis files.</summary>
    public static ConsensusConfig FromGenesis(GenesisSet genesis) => FromGenesis(genesis, ChainStart.In(Era.Conway));

    /// <summary>Builds the configuration from a network's genesis files and how its chain begins.</summary>
    public static ConsensusConfig FromGenesis(GenesisSet genesis, ChainStart start)
    {
        ArgumentNullException.ThrowIfNull(genesis);
        ArgumentNullException.ThrowIfNull(start);
        SlotClock clock = EraHistory.ClockOf(genesis.Byron, genesis.Shelley, start);
        return new ConsensusConfig(
            genesis.Shelley,
            genesis.ShelleyHash,
            start.FirstEra,
            clock,
            start.FirstEra == Era.Conway ? null : RulesOf(genesis, start, clock));
    }

    /// <summary>Builds the configuration of a chain that starts in Conway from the bytes of a Shelley genesis file.</summary>
    /// <exception cref="GenesisException">The bytes are not such a file.</exception>
    public static ConsensusConfig FromGenesisFile(ReadOnlySpan<byte> shelleyGenesisFile) =>
        FromGenesis(ShelleyGenesis.Parse(shelleyGenesisFile), GenesisHashes.OfFile(shelleyGenesisFile));

    private static LedgerRules RulesOf(GenesisSet genesis, ChainStart start, SlotClock clock)
    {
        EpochNo firstEpoch = new(start.ByronEpochs);
        return new LedgerRules(new LedgerConfig
        {
            Genesis = genesis,
            HardForksAtEpoch = start.HardForksAtEpoch,
            FirstEpoch = firstEpoch,
            FirstSlot = clock.FirstSlotOf(firstEpoch),
        });
    }

    // Built once: a ledger with all of the first money in it.
    internal IChainLedger LedgerBeforeFirstBlock => _genesisLedger.Value;

    /// <summary>The KES period of a slot.</summary>
    public KesPeriod KesPeriodOf(Slot slot) => new(slot.Value / Parameters.SlotsPerKesPeriod);
}
