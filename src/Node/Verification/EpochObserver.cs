using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Headers;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Ledger.State;
using PoolTopology.Primitives;
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
            epoch, view.Era, view.ProtocolVersion, nonce, StakeDigest.Of(view.StakeDistribution),
            (ledger as RulesLedger) is { } full ? PotsOf(full.State) : null);
    }

    private EpochLedgerSummary PotsOf(LedgerState state)
    {
        AdaPots pots = AdaPots.Of(state);
        Coin supply = config.LedgerRules!.Supply; // The state is a ledger's that has rules.
        Invariant.Require(pots.Total == supply, $"the pots hold {pots.Total} lovelace together, not {supply}");
        return new EpochLedgerSummary(
            pots.Reserves, pots.Treasury, pots.Deposits, pots.Fees, pots.Outputs, pots.Rewards, state.Parameters.Digest);
    }

}
