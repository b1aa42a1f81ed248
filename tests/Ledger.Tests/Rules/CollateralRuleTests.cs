using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;
using Xunit;

namespace PoolTopology.Ledger.Tests.Rules;

public class CollateralRuleTests
{
    private const ulong Ada = RuleScene.Ada;

    private static readonly AssetBundle Token = AssetBundle.Of(new AssetAmount(default, new AssetName("t"u8), 1));

    private readonly RuleScene _scene = new();

    [Theory]
    [InlineData(Era.Alonzo)]
    [InlineData(Era.Babbage)]
    public void Check_enough_collateral_passes(Era era) => Assert.Null(_scene.Check(WithScript(era)));

    [Theory]
    [InlineData(Era.Alonzo)]
    [InlineData(Era.Babbage)]
    public void Check_no_collateral_is_refused(Era era)
    {
        TransactionSketch sketch = WithScript(era);
        sketch.Collateral.Clear();
        Assert.Equal(new LedgerError.NoCollateralInputs(), _scene.Check(sketch));
    }

    [Fact]
    public void Check_count_is_bounded_even_without_redeemers()
    {
        TransactionSketch sketch = _scene.Payment();
        for (ulong i = 0; i < 4; i++)
            sketch.Collateral.Add(_scene.Give(new OutputSketch(_scene.Alice.Address, (2 * Ada) + i)));
        Assert.Equal(new LedgerError.TooManyCollateralInputs(4, 3), _scene.Check(sketch));
        sketch.Collateral.RemoveAt(0);
        Assert.Null(_scene.Check(sketch));
    }

    [Fact]
    public void Check_collateral_that_a_script_locks_is_refused()
    {
        TransactionSketch sketch = WithScript(Era.Babbage);
        sketch.Collateral[0] = _scene.Give(new OutputSketch(TestScripts.Address(TestScripts.PlutusV1), 5 * Ada));
        Assert.Equal(new LedgerError.ScriptLockedCollateral(sketch.Collateral[0]), _scene.Check(sketch));
    }

    // The fee is 1 ada and the percentage 150.
    [Theory]
    [InlineData(Era.Alonzo, 1_500_000, true)]
    [InlineData(Era.Alonzo, 1_499_999, false)]
    [InlineData(Era.Babbage, 1_500_000, true)]
    [InlineData(Era.Babbage, 1_499_999, false)]
    public void Check_balance_on_both_sides_of_the_percentage(Era era, ulong collateral, bool isEnough)
    {
        TransactionSketch sketch = WithScript(era);
        sketch.Collateral[0] = _scene.Give(new OutputSketch(_scene.Alice.Address, collateral));
        Assert.Equal(
            isEnough ? null : new LedgerError.InsufficientCollateral((Int128)collateral, 1_500_000),
            _scene.Check(sketch));
    }

    [Fact]
    public void Check_required_collateral_is_rounded_up()
    {
        TransactionSketch sketch = WithScript(Era.Babbage);
        sketch.Fee += 1;
        sketch.Outputs[0] = sketch.Outputs[0] with { Coin = sketch.Outputs[0].Coin - 1 };
        sketch.Collateral[0] = _scene.Give(new OutputSketch(_scene.Alice.Address, 1_500_001));
        Assert.Equal(new LedgerError.InsufficientCollateral(1_500_001, 1_500_002), _scene.Check(sketch));
    }

    [Fact]
    public void Check_what_returns_does_not_count()
    {
        TransactionSketch sketch = WithScript(Era.Babbage);
        sketch.CollateralReturn = new OutputSketch(_scene.Alice.Address, (3 * Ada) + 500_001);
        Assert.Equal(new LedgerError.InsufficientCollateral(1_499_999, 1_500_000), _scene.Check(sketch));
    }

    [Fact]
    public void Check_more_returns_than_is_offered_gives_a_negative_balance()
    {
        TransactionSketch sketch = WithScript(Era.Babbage);
        sketch.CollateralReturn = new OutputSketch(_scene.Alice.Address, 6 * Ada);
        Assert.Equal(new LedgerError.InsufficientCollateral(-(Int128)Ada, 1_500_000), _scene.Check(sketch));
    }

    [Fact]
    public void Check_Alonzo_refuses_assets_in_collateral()
    {
        TransactionSketch sketch = WithScript(Era.Alonzo);
        sketch.Collateral[0] = _scene.Give(new OutputSketch(_scene.Alice.Address, 5 * Ada) { Assets = Token });
        Assert.Equal(new LedgerError.CollateralContainsNonAda(Token), _scene.Check(sketch));
    }

    [Fact]
    public void Check_Babbage_takes_assets_that_return_and_refuses_those_that_do_not()
    {
        TransactionSketch sketch = WithScript(Era.Babbage);
        sketch.Collateral[0] = _scene.Give(new OutputSketch(_scene.Alice.Address, 5 * Ada) { Assets = Token });
        sketch.CollateralReturn = new OutputSketch(_scene.Alice.Address, 2 * Ada) { Assets = Token };
        Assert.Null(_scene.Check(sketch));
        sketch.CollateralReturn = new OutputSketch(_scene.Alice.Address, 2 * Ada);
        Assert.Equal(new LedgerError.CollateralContainsNonAda(Token), _scene.Check(sketch));
    }

    [Fact]
    public void Check_assets_that_return_without_having_been_offered_are_refused()
    {
        TransactionSketch sketch = WithScript(Era.Babbage);
        sketch.CollateralReturn = new OutputSketch(_scene.Alice.Address, 2 * Ada) { Assets = Token };
        Assert.Equal(
            new LedgerError.CollateralContainsNonAda(AssetBundle.Empty.Subtract(Token)), _scene.Check(sketch));
    }

    [Theory]
    [InlineData(3 * Ada, true)]
    [InlineData((3 * Ada) + 1, false)]
    public void Check_declared_total_must_be_the_balance(ulong declared, bool isRight)
    {
        TransactionSketch sketch = WithScript(Era.Babbage);
        sketch.CollateralReturn = new OutputSketch(_scene.Alice.Address, 2 * Ada);
        sketch.TotalCollateral = declared;
        Assert.Equal(
            isRight ? null : new LedgerError.IncorrectTotalCollateral((Int128)(3 * Ada), new Coin(declared)),
            _scene.Check(sketch));
    }

    private TransactionSketch WithScript(Era era)
    {
        TransactionSketch sketch = _scene.SpendFromPlutus(era, TestScripts.PlutusV1);
        sketch.Collateral[0] = _scene.Give(new OutputSketch(_scene.Alice.Address, 5 * Ada));
        return sketch;
    }
}
