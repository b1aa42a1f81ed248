using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Eras;
using PoolTopology.Consensus.Headers;
using PoolTopology.Ledger.Types;
using PoolTopology.Node.Work;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Node.Pipeline;

/// <summary>What our ledger can say of the headers of one peer that lie ahead of it.</summary>
/// <remarks>
/// A ledger foresees who leads in the slots up to 3k/f ahead of its last block, whatever blocks come in between. The
/// header right behind that block is another case: nothing comes in between, so the ledger need not foresee but can be
/// taken to the header's slot, however far that is. It is how a chain goes on that stood still for longer than 3k/f, and
/// done for the operator's own peers only: taking a ledger over many epochs is work that a stranger shall not give us.
/// One ledger is asked until its horizon is reached: a newer one of the same chain would say the same, and would have
/// to find out about the next epoch anew.
/// Cost: an epoch that was not asked about before is found out on a worker.
/// Spec: ouroboros-consensus <c>ledgerViewForecastAt</c>, which has no such exception (docs/adr/0005).
/// </remarks>
/// <param name="clock">Slots and epochs.</param>
/// <param name="workers">Where epochs are found out.</param>
/// <param name="isOwnPeer">The peer is one of the operator's own.</param>
internal sealed class LedgerHorizon(SlotClock clock, IWorkers workers, bool isOwnPeer)
{
    private IChainLedger? _asked;
    private EpochNo? _epoch; // what it was asked about last

    /// <summary>The view at a header's slot; null when no ledger of ours knows it yet.</summary>
    /// <param name="header">The header.</param>
    /// <param name="last">The end of the peer's chain before it.</param>
    /// <param name="anchor">The state at our block where the peer's chain leaves ours.</param>
    public async ValueTask<LedgerView?> TrySeeAsync(BlockHeader header, Tip last, HeaderState anchor)
    {
        // A header that does not follow the last one is refused for that; any view will do.
        if (!last.IsGenesis && header.Slot <= last.Point.Slot)
            return anchor.Ledger.View;
        EpochNo epoch = clock.EpochOf(header.Slot);
        LedgerView? seen = _epoch == epoch
            ? _asked?.ViewAt(header.Slot)
            : await workers.RunAsync(() => _asked?.ViewAt(header.Slot));
        if (seen is null)
        {
            _asked = anchor.Ledger;
            seen = await workers.RunAsync(() => _asked.ViewAt(header.Slot)
                ?? (isOwnPeer && last == anchor.Tip ? _asked.Tick(header.Slot).View : null));
        }
        if (seen is not null)
            _epoch = epoch;
        return seen;
    }

    /// <summary>The peer's chain is another one from now on.</summary>
    public void Forget() => (_asked, _epoch) = (null, null);
}
