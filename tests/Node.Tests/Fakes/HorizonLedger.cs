using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Headers;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Node.Tests.Fakes;

/// <summary>A ledger that says the same at every slot, but only so many slots ahead of its last block.</summary>
internal sealed record HorizonLedger(LedgerView View, ulong At, ulong HorizonSlots) : IChainLedger
{
    public LedgerView? ViewAt(Slot slot) => slot.Value <= At + HorizonSlots ? View : null;

    public IChainLedger Tick(Slot slot) => this with { At = slot.Value };

    public LedgerStep ApplyBlock(Block block, ApplyMode mode) =>
        LedgerStep.Applied(this with { At = block.Header.Slot.Value }, []);
}
