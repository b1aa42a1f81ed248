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

    /// <summary>The state after a block that was validated before, or why there is none.</summary>
    (ChainState? Next, BlockError? Error) Reapply(ChainState state, Block block);

    /// <summary>
    /// The state after a block that keeps every rule of state, with the cryptography that is left to do; or why there is
    /// none.
    /// </summary>
    (ChainState? Next, BlockObligations? Owed, BlockError? Error) ApplyUnproven(ChainState state, Block block);

    /// <summary>A chain that ends with <paramref name="theirs"/> is strictly better than one with ours (null: empty).</summary>
    bool Prefers(BlockHeader? ours, BlockHeader theirs);
}
