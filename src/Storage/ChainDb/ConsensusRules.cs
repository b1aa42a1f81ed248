using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.ChainSelection;
using PoolTopology.Ledger.Types;

namespace PoolTopology.Storage.ChainDb;

/// <summary>The rules of the real chain.</summary>
internal sealed class ConsensusRules(ConsensusConfig config, ChainState genesis) : IChainRules
{
    private readonly BlockRules _rules = new(config);

    public ChainState Genesis { get; } = genesis;

    public int SecurityParameter { get; } = checked((int)config.SecurityParameter);

    public (ChainState? Next, BlockError? Error) Reapply(ChainState state, Block block) =>
        _rules.Apply(state, block, ApplyMode.Reapply);

    public (ChainState? Next, BlockObligations? Owed, BlockError? Error) ApplyUnproven(ChainState state, Block block) =>
        _rules.ApplyUnproven(state, block);

    public bool Prefers(BlockHeader? ours, BlockHeader theirs) => ChainOrder.Prefers(ours, theirs);
}
