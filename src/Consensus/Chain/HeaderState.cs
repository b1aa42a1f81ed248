using PoolTopology.Consensus.Headers;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Consensus.Chain;

/// <summary>What is needed to validate the next header: the tip, the protocol's state after it, the ledger.</summary>
/// <param name="Tip">The last header, or genesis.</param>
/// <param name="PraosState">The protocol's state after it.</param>
/// <param name="Ledger">
/// The ledger after the last block whose body was applied: the tip's, or for a chain of headers one before it.
/// </param>
/// <remarks>Immutable and cheap to keep one per header of a candidate chain.</remarks>
public sealed record HeaderState(Tip Tip, PraosState PraosState, IChainLedger Ledger)
{
    /// <summary>Who may lead, and the limits in force, at the tip's slot.</summary>
    public LedgerView LedgerView => Tip.IsGenesis ? Ledger.View : ViewAt(Tip.Point.Slot) ?? Ledger.View;

    /// <summary>
    /// Who may lead, and the limits in force, at a later slot; null when that is too far ahead of the ledger to say.
    /// </summary>
    public LedgerView? ViewAt(Slot slot) => Ledger.ViewAt(slot);

    /// <summary>The state before the first header.</summary>
    public static HeaderState Genesis(ConsensusConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return Genesis(config, config.LedgerBeforeFirstBlock);
    }

    /// <summary>The state before the first header, over a ledger before the first block.</summary>
    public static HeaderState Genesis(ConsensusConfig config, IChainLedger ledger)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(ledger);
        return new HeaderState(Tip.Genesis, PraosState.Genesis(config.GenesisHash, config.Genesis), ledger);
    }
}
