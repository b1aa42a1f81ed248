using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Headers;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Node.Tests.Fakes;

/// <summary>A ledger that says the same at every slot, but only so many slots ahead of its last block.</summary>
internal sealed record HorizonLedger(LedgerView View, ulong LastBlock, ulong HorizonSlots) : IChainLedger
{
    public LedgerView? ViewAt(Slot slot) => slot.Value <= LastBlock + HorizonSlots ? View : null;

    public IChainLedger Tick(Slot slot) => this;

    public LedgerStep ApplyBlock(Block block, ApplyMode mode) =>
        LedgerStep.Applied(this with { LastBlock = block.Header.Slot.Value }, []);
}
