using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Headers;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Consensus.Chain;

/// <summary>The ledger of a chain without transactions: what the genesis file says holds for ever.</summary>
/// <remarks>
/// No parameter changes, no stake moves and no era ends, as long as the file's rho and tau are 0 (rewards would move
/// stake). A block with transactions is refused.
/// </remarks>
public sealed class GenesisLedger(LedgerView view) : IChainLedger
{
    /// <inheritdoc/>
    public LedgerView View { get; } = view;

    /// <summary>The ledger of a genesis file, in an era.</summary>
    public static GenesisLedger Of(ShelleyGenesis genesis, Era era) => new(LedgerView.Genesis(genesis, era));

    /// <inheritdoc/>
    public LedgerView? ViewAt(Slot slot) => View;

    /// <inheritdoc/>
    public IChainLedger Tick(Slot slot) => this;

    /// <inheritdoc/>
    public LedgerStep ApplyBlock(Block block, ApplyMode mode)
    {
        ArgumentNullException.ThrowIfNull(block);
        return mode == ApplyMode.Full && block.TransactionCount > 0
            ? LedgerStep.Refused(new BlockError.TransactionsNotSupported(block.TransactionCount))
            : LedgerStep.Applied(this, []);
    }
}
