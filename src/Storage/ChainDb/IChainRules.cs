using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Chain;
using PoolTopology.Ledger.Types;

namespace PoolTopology.Storage.ChainDb;

/// <summary>What the ChainDB asks of consensus. Pure.</summary>
internal interface IChainRules
{
    /// <summary>The state before the first block.</summary>
    ChainState Genesis { get; }

    /// <summary>k: how many blocks may be rolled back.</summary>
    int SecurityParameter { get; }

    /// <summary>The state after a block, or why there is none.</summary>
    (ChainState? Next, BlockError? Error) Apply(ChainState state, Block block, ApplyMode mode);

    /// <summary>A chain that ends with <paramref name="theirs"/> is strictly better than one with ours (null: empty).</summary>
    bool Prefers(BlockHeader? ours, BlockHeader theirs);
}
