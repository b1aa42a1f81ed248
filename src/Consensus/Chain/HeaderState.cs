using PoolTopology.Consensus.Headers;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Consensus.Chain;

/// <summary>What is needed to validate the next header: the tip, the Praos state after it, the ledger's view.</summary>
/// <remarks>Immutable and cheap to keep one per header of a candidate chain.</remarks>
public sealed record HeaderState(Tip Tip, PraosState PraosState, LedgerView LedgerView)
{
    /// <summary>The state before the first header.</summary>
    public static HeaderState Genesis(ConsensusConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new HeaderState(
            Tip.Genesis,
            PraosState.Genesis(config.GenesisHash, config.Genesis),
            LedgerView.Genesis(config.Genesis));
    }
}
