using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Eras.Conway;
using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Tests.Types;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;
using Xunit;

namespace PoolTopology.Ledger.Tests.Rules;

public class LedgerRulesTests
{
    private readonly LedgerRules _rules = new(LedgerScene.ConfigOf(Era.Alonzo));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void A_block_counts_for_its_issuer_unless_its_slot_is_of_the_overlay(int d, ulong expected)
    {
        Block block = BlockAt(10);
        LedgerState ticked = Ticked(10, new Rational(d, 1));
        LedgerState after = Apply(ticked, block);
        Assert.Equal(expected, after.BlocksMade.Find(block.Header.PoolId, 0));
        Assert.Equal(2 * expected, Apply(after, block).BlocksMade.Find(block.Header.PoolId, 0));
    }

    [Fact]
    public void An_empty_block_leaves_outputs_and_certificates_as_they_are()
    {
        LedgerState ticked = Ticked(10, Rational.Zero);
        LedgerState after = Apply(ticked, BlockAt(10));
        Assert.Same(ticked.Utxo, after.Utxo);
        Assert.Same(ticked.Certificates, after.Certificates);
    }

    [Fact]
    public void A_block_of_another_era_is_refused()
    {
        (LedgerState? next, LedgerError? error) = _rules.ApplyBlock(
            Ticked(10, Rational.Zero), BlockAt(10, Era.Mary), new WitnessObligations());
        Assert.Null(next);
        Assert.Equal(new LedgerError.BlockOfOtherEra(Era.Mary, Era.Alonzo), error);
    }

    [Fact]
    public void A_transaction_that_is_refused_is_named_by_its_place()
    {
        TransactionSketch sketch = new() { Era = Era.Alonzo, Fee = RuleScene.Ada };
        TransactionInput missing = new(LedgerScene.LongHashOf("nothing"), 0);
        sketch.Inputs.Add(missing);
        sketch.Outputs.Add(new OutputSketch(TestKey.Of(1).Address, RuleScene.Ada));
        Transaction transaction = sketch.Build();
        (_, LedgerError? error) = _rules.ApplyBlock(
            Ticked(10, Rational.Zero), BlockAt(10, Era.Alonzo, transaction), new WitnessObligations());
        LedgerError.InvalidTransaction refused = Assert.IsType<LedgerError.InvalidTransaction>(error);
        Assert.Equal((0, transaction.Id), (refused.Index, refused.TransactionId));
        Assert.NotNull(refused.Error);
    }

    [Fact]
    public void A_transaction_of_Conway_is_refused_as_not_supported()
    {
        LedgerRules rules = new(LedgerScene.ConfigOf(Era.Conway));
        TransactionSketch sketch = new() { Era = Era.Conway, Fee = RuleScene.Ada };
        sketch.Inputs.Add(new TransactionInput(default, 0));
        sketch.Outputs.Add(new OutputSketch(TestKey.Of(1).Address, RuleScene.Ada));
        (_, LedgerError? error) = rules.ApplyBlock(
            rules.Tick(rules.Genesis(), new Slot(10)),
            BlockAt(10, Era.Conway, sketch.Build()),
            new WitnessObligations());
        Assert.Equal(
            new LedgerError.TransactionEraNotSupported(Era.Conway),
            Assert.IsType<LedgerError.InvalidTransaction>(error).Error);
    }

    private LedgerState Ticked(ulong slot, Rational d)
    {
        LedgerState state = _rules.Tick(_rules.Genesis(), new Slot(slot));
        return state with { Parameters = state.Parameters with { Decentralisation = d } };
    }

    private LedgerState Apply(LedgerState ticked, Block block)
    {
        (LedgerState? next, LedgerError? error) = _rules.ApplyBlock(ticked, block, new WitnessObligations());
        Assert.Null(error);
        return next!;
    }

    private static Block BlockAt(ulong slot, Era era = Era.Alonzo, params Transaction[] transactions)
    {
        HeaderFields fields = HeaderSamples.Fields(new Random(1), EraTable.HeaderShapeOf(era)) with
        {
            Slot = new Slot(slot),
        };
        byte[] header = ConwayBlockEncoder.EncodeHeader(
            ConwayBlockEncoder.EncodeHeaderBody(fields), new byte[BlockHeader.KesSignatureSizeBytes]);
        byte[][] parts =
        [
            header,
            Cbor.Array([.. transactions.Select(transaction => transaction.Body.Bytes.ToArray())]),
            Cbor.Array([.. transactions.Select(transaction => transaction.Witnesses.Bytes.ToArray())]),
            Cbor.Map([]),
            Cbor.Array([]),
        ];
        return Block.Decode(BlockWrapping.Store(era, Cbor.Array(parts[..(1 + EraTable.BodyParts(era))])));
    }
}
