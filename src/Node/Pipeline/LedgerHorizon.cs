using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Headers;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Node.Pipeline;

/// <summary>What our ledger can say of the headers of one peer that lie ahead of it.</summary>
/// <remarks>
/// A ledger foresees who leads in the slots up to 3k/f ahead of its last block, whatever blocks come in between. The
/// header right behind that block is another case: nothing comes in between, so the ledger need not foresee but can be
/// taken to the header's slot, however far that is. It is how a chain goes on that stood still for longer than 3k/f.
/// One ledger is asked until its horizon is reached: a newer one of the same chain would say the same, and would have
/// to find out about the next epoch anew.
/// Spec: ouroboros-consensus <c>ledgerViewForecastAt</c>, which has no such exception (docs/adr/0005).
/// </remarks>
internal sealed class LedgerHorizon
{
    private IChainLedger? _asked;

    /// <summary>The view at a header's slot; null when no ledger of ours knows it yet.</summary>
    /// <param name="header">The header.</param>
    /// <param name="last">The end of the peer's chain before it.</param>
    /// <param name="anchor">The state at our block where the peer's chain leaves ours.</param>
    public LedgerView? TrySee(BlockHeader header, Tip last, HeaderState anchor)
    {
        // A header that does not follow the last one is refused for that; any view will do.
        if (!last.IsGenesis && header.Slot <= last.Point.Slot)
            return anchor.Ledger.View;
        _asked ??= anchor.Ledger;
        if (_asked.ViewAt(header.Slot) is LedgerView seen)
            return seen;
        _asked = anchor.Ledger;
        return _asked.ViewAt(header.Slot)
            ?? (last == anchor.Tip ? _asked.Tick(header.Slot).View : null);
    }

    /// <summary>The peer's chain is another one from now on.</summary>
    public void Forget() => _asked = null;
}
