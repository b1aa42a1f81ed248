using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.Transactions;
using Xunit;

namespace PoolTopology.Ledger.Tests.Rules;

public class InputsRuleTests
{
    private static readonly TransactionInput Nowhere = new(default, 7);

    private readonly RuleScene _scene = new();

    [Theory]
    [InlineData(Era.Shelley)]
    [InlineData(Era.Allegra)]
    [InlineData(Era.Mary)]
    [InlineData(Era.Alonzo)]
    [InlineData(Era.Babbage)]
    public void Check_simple_payment_passes_in_every_era(Era era) => Assert.Null(_scene.Check(_scene.Payment(era)));

    [Fact]
    public void Check_nothing_spent_is_refused()
    {
        TransactionSketch sketch = _scene.Payment();
        sketch.Inputs.Clear();
        Assert.Equal(new LedgerError.InputSetEmpty(), _scene.Check(sketch));
    }

    [Fact]
    public void Check_unknown_input_is_refused()
    {
        TransactionSketch sketch = _scene.Payment();
        sketch.Inputs.Add(Nowhere);
        Assert.Equal(new LedgerError.BadInput(Nowhere, InputRole.Spent), _scene.Check(sketch));
    }

    [Fact]
    public void Check_unknown_collateral_is_refused_even_without_redeemers()
    {
        TransactionSketch sketch = _scene.Payment();
        sketch.Collateral.Add(Nowhere);
        Assert.Equal(new LedgerError.BadInput(Nowhere, InputRole.Collateral), _scene.Check(sketch));
    }

    [Fact]
    public void Check_unknown_reference_input_is_refused()
    {
        TransactionSketch sketch = _scene.Payment();
        sketch.References.Add(Nowhere);
        Assert.Equal(new LedgerError.BadInput(Nowhere, InputRole.Referenced), _scene.Check(sketch));
    }

    [Fact]
    public void Check_input_spent_by_an_earlier_transaction_is_refused()
    {
        TransactionSketch sketch = _scene.Payment();
        _scene.Utxo = _scene.Apply(sketch);
        Assert.Equal(new LedgerError.BadInput(sketch.Inputs[0], InputRole.Spent), _scene.Check(sketch));
    }
}
