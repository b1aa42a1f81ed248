using PoolTopology.Consensus.Chain;
using PoolTopology.Ledger.Types;

namespace PoolTopology.Node.Pipeline;

/// <summary>How far ahead of our ledger a peer's headers can be judged.</summary>
/// <remarks>
/// A ledger foresees who leads in the slots up to 3k/f ahead of its last block, whatever blocks come in between. The
/// header right behind that block is another case: nothing comes in between, so the ledger need not foresee but can be
/// taken to the header's slot, however far that is. It is how a chain goes on that stood still for longer than 3k/f.
/// Spec: ouroboros-consensus <c>ledgerViewForecastAt</c>, which has no such exception.
/// </remarks>
internal static class LedgerHorizon
{
    /// <summary>The state that a header follows, with a ledger that knows the header's slot; null when none does yet.</summary>
    /// <param name="last">The state after the header before it.</param>
    /// <param name="anchor">The state at our block where the peer's chain leaves ours.</param>
    /// <param name="header">The header.</param>
    public static HeaderState? TrySee(HeaderState last, HeaderState anchor, BlockHeader header)
    {
        HeaderState before = last with { Ledger = anchor.Ledger };
        // A header that does not follow the last one is refused for that; no ledger needs to be asked.
        bool follows = last.Tip.IsGenesis || header.Slot > last.Tip.Point.Slot;
        if (!follows || before.ViewAt(header.Slot) is not null)
            return before;
        return last.Tip == anchor.Tip ? before with { Ledger = anchor.Ledger.Tick(header.Slot) } : null;
    }
}
