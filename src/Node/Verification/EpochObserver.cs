using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Headers;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Node.Verification;

/// <summary>Looks at consensus and ledger across an epoch's boundary.</summary>
internal sealed class EpochObserver(ConsensusConfig config) : IEpochObserver
{
    private readonly BlockRules _rules = new(config);

    public EpochSummary Observe(ChainState state, EpochNo epoch)
    {
        Slot first = config.Clock.FirstSlotOf(epoch);
        IChainLedger ledger = state.Ledger.Tick(first);
        LedgerView view = ledger.View;
        Nonce nonce = _rules.Tick(state.HeaderState, first).EpochNonce;
        return new EpochSummary(
            epoch, view.Era, view.ProtocolVersion, nonce, StakeDigest.Of(view.StakeDistribution), Ledger: null);
    }
}
