using PoolTopology.Consensus.Headers;
using PoolTopology.Ledger.Eras;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Consensus.Chain;

/// <summary>Everything that follows from a chain of blocks.</summary>
/// <param name="HeaderState">The state of the headers, with the ledger after the tip's body.</param>
/// <remarks>Immutable and cheap to keep k of.</remarks>
public sealed record ChainState(HeaderState HeaderState)
{
    /// <summary>The last block, or genesis.</summary>
    public Tip Tip => HeaderState.Tip;

    /// <summary>What header validation remembers.</summary>
    public PraosState PraosState => HeaderState.PraosState;

    /// <summary>The ledger after the tip.</summary>
    public IChainLedger Ledger => HeaderState.Ledger;

    /// <summary>Who may lead, and the limits in force.</summary>
    public LedgerView LedgerView => HeaderState.LedgerView;

    /// <summary>The era of the tip.</summary>
    public Era Era => LedgerView.Era;

    /// <summary>The state before the first block.</summary>
    public static ChainState Genesis(ConsensusConfig config) => new(HeaderState.Genesis(config));

    /// <summary>The state before the first block, over a ledger before the first block.</summary>
    public static ChainState Genesis(ConsensusConfig config, IChainLedger ledger) =>
        new(HeaderState.Genesis(config, ledger));
}
