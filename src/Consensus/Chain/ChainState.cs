using PoolTopology.Consensus.Headers;
using PoolTopology.Ledger.Eras;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Consensus.Chain;

/// <summary>Everything that follows from a chain: header state now, the ledger's state later.</summary>
/// <remarks>
/// Immutable and cheap to keep k of. The ledger view is the genesis file's in every epoch: without transactions no
/// parameter changes and no stake moves, as long as the file's rho and tau are 0 (rewards would move stake).
/// </remarks>
public sealed record ChainState(HeaderState HeaderState, Era Era)
{
    /// <summary>The last block, or genesis.</summary>
    public Tip Tip => HeaderState.Tip;

    /// <summary>What header validation remembers.</summary>
    public PraosState PraosState => HeaderState.PraosState;

    /// <summary>Who may lead, and the limits in force.</summary>
    public LedgerView LedgerView => HeaderState.LedgerView;

    /// <summary>The state before the first block.</summary>
    public static ChainState Genesis(ConsensusConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new ChainState(HeaderState.Genesis(config), config.FirstEra);
    }
}
