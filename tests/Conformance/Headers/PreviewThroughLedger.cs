using PoolTopology.Conformance.Ledger;
using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Headers;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.TestKit.Vectors;
using Xunit;

namespace PoolTopology.Conformance.Headers;

/// <summary>chain-preview: the real chain from its first block; one wrong bit anywhere, and a later block fails.</summary>
public class PreviewThroughLedger
{
    // The last slot of epoch 1, the last of genesis delegates: d is 0 in the next.
    private const ulong LastOfDelegates = 172_799;

    [VectorFact]
    public void Every_block_keeps_every_rule_and_every_proof_and_signature_holds()
    {
        PreviewRun run = PreviewRun.Result;
        Assert.Null(run.Failure);
        Assert.True(
            run.Blocks > 41_000 && run.TransactionsWithScripts > 0,
            $"{run.Blocks} blocks, {run.TransactionsWithScripts} transactions with scripts");
    }

    [VectorFact]
    public void Headers_without_bodies_are_valid_across_a_boundary_up_to_the_horizon()
    {
        BlockRules rules = new(PreviewRun.Config);
        ChainState state = ChainState.Genesis(PreviewRun.Config);
        HeaderState? ahead = null;
        ulong horizon = 0;
        int pools = 0;
        foreach (Block block in PreviewChain.Blocks())
        {
            Slot slot = block.Header.Slot;
            if (slot.Value <= LastOfDelegates - 10_000)
            {
                state = rules.ApplyUnproven(state, block).Next!;
                continue;
            }
            ahead ??= state.HeaderState;
            horizon = state.Tip.Point.Slot.Value + 1 + PreviewRun.Config.Parameters.StabilityWindowSlots;
            (HeaderState? next, HeaderError? error) = rules.ApplyHeader(ahead, block.Header, ApplyMode.Full);
            if (slot.Value >= horizon)
            {
                Assert.Equal(new HeaderError.StakeDistributionUnavailable(slot), error);
                break;
            }
            Assert.Null(error);
            ahead = next!;
            pools += slot.Value > LastOfDelegates ? 1 : 0;
        }
        Assert.True(pools > 500 && horizon > LastOfDelegates + 15_000, $"{pools} headers, horizon {horizon}");
    }

    [VectorFact]
    public void A_slot_at_the_end_of_time_is_refused_at_once()
    {
        IChainLedger ledger = ChainState.Genesis(PreviewRun.Config).Ledger;
        Assert.True(ledger.Reaches(new Slot(1000 * 86_400)));
        Assert.False(ledger.Reaches(new Slot(1001 * 86_400)));
        Assert.False(ledger.Reaches(new Slot(ulong.MaxValue)));
        Assert.Null(ledger.ViewAt(new Slot(ulong.MaxValue)));
    }

    [VectorFact]
    public void A_block_by_itself_is_applied_like_one_of_many()
    {
        BlockRules rules = new(PreviewRun.Config);
        ChainState state = ChainState.Genesis(PreviewRun.Config), reapplied = state;
        int signatures = 0;
        foreach (Block block in PreviewChain.Blocks().Take(1_500))
        {
            (ChainState? unproven, BlockObligations? owed, _) = rules.ApplyUnproven(state, block);
            signatures += owed!.Body.Length;
            (ChainState? next, BlockError? error) = rules.Apply(state, block, ApplyMode.Full);
            Assert.Null(error);
            reapplied = rules.Apply(reapplied, block, ApplyMode.Reapply).Next!;
            Assert.Equal(unproven!.PraosState.EvolvingNonce, next!.PraosState.EvolvingNonce);
            Assert.Equal(reapplied.Tip, next.Tip);
            state = next;
        }
        Assert.True(signatures > 0);
        Assert.Equal(
            ((RulesLedger)state.Ledger).State.Utxo.Fees, ((RulesLedger)reapplied.Ledger).State.Utxo.Fees);
    }

    [VectorFact]
    public void A_changed_witness_is_found_with_its_transaction()
    {
        BlockRules rules = new(PreviewRun.Config);
        ChainState state = ChainState.Genesis(PreviewRun.Config);
        foreach (Block block in PreviewChain.Blocks())
        {
            (ChainState? next, BlockObligations? owed, _) = rules.ApplyUnproven(state, block);
            state = next!;
            // A block whose second transaction is signed.
            int at = owed!.Body.ToList().FindIndex(o => o.TransactionIndex == 1);
            if (at < 0)
                continue;
            SignatureObligation good = owed.Body[at];
            byte[] signature = good.Claim.Signature.ToArray();
            signature[0] ^= 1;
            SignatureObligation bad = good with { Claim = good.Claim with { Signature = signature } };
            Assert.Null(owed.Check());
            Assert.Equal(
                new BlockError.InvalidWitness(1, at), (owed with { Body = owed.Body.SetItem(at, bad) }).Check());
            Assert.Equal(block.Transactions[1].Id, new Hash32(good.Claim.Message.Span));
            return;
        }
        Assert.Fail("no block with two signed transactions");
    }
}
