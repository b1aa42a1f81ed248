using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Headers;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Consensus.Chain;

/// <summary>The ledger at some point of a chain, as consensus sees it.</summary>
/// <remarks>
/// Immutable: every step gives a new state and leaves the old one as it is, so k of them can be kept. Safe to share
/// between threads. The ledger says when an era ends; consensus follows.
/// </remarks>
public interface IChainLedger
{
    /// <summary>What it says of its own slot: who may lead, the era and the limits in force.</summary>
    LedgerView View { get; }

    /// <summary>What it says of a later slot, if no block came before; null when that is too far ahead to say.</summary>
    /// <remarks>
    /// Post: within the horizon no block in between can change the answer, so headers can be validated without bodies.
    /// Pre: the slot is not before the ledger's own.
    /// </remarks>
    LedgerView? ViewAt(Slot slot);

    /// <summary>The slot is not so far ahead that going there would take for ever.</summary>
    /// <remarks>
    /// Every epoch in between costs its boundary, and a slot is only a number that somebody wrote into a header.
    /// </remarks>
    bool Reaches(Slot slot) => true;

    /// <summary>The state at a later slot, before its block: epochs may end and eras change on the way.</summary>
    /// <remarks>Pre: the slot is not before the ledger's own, and within reach.</remarks>
    IChainLedger Tick(Slot slot);

    /// <summary>The state after a block, or why there is none.</summary>
    /// <remarks>
    /// Pre: ticked to the block's slot; the header was validated, and the body is the one that it declares.
    /// In <see cref="ApplyMode.Reapply"/> nothing is checked that cannot fail for a block that was valid before, and
    /// nothing is owed.
    /// </remarks>
    LedgerStep ApplyBlock(Block block, ApplyMode mode);
}
