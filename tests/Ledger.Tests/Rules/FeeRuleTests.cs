using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;
using Xunit;

namespace PoolTopology.Ledger.Tests.Rules;

public class FeeRuleTests
{
    private readonly RuleScene _scene = new();

    [Fact]
    public void Check_fee_on_both_sides_of_the_minimum()
    {
        TransactionSketch sketch = _scene.Payment();
        ulong minimum = (44 * (ulong)sketch.Build().SizeBytes) + 155_381;
        // The fee's encoding has the same size for all of these, so that the minimum stays.
        Pay(sketch, minimum);
        Assert.Null(_scene.Check(sketch));
        Pay(sketch, minimum - 1);
        Assert.Equal(new LedgerError.FeeTooSmall(minimum, new Coin(minimum - 1)), _scene.Check(sketch));
    }

    [Fact]
    public void Minimum_with_redeemers_rounds_the_sum_of_both_prices_up_once()
    {
        TransactionSketch sketch = _scene.Payment();
        sketch.Redeemers.Add((RedeemerTag.Spend, 0, 1, 1));
        sketch.Redeemers.Add((RedeemerTag.Spend, 1, 2, 2));
        _scene.Parameters = _scene.Parameters with
        {
            ExecutionPrices = new ExecutionPrices(new Rational(1, 4), new Rational(1, 4)),
        };
        int size = sketch.Build().SizeBytes;
        // 3/4 + 3/4 = 3/2, rounded up to 2; each by itself would give 1 + 1 too, but 6/4 each way would not.
        Assert.Equal((44 * (UInt128)(uint)size) + 155_381 + 2, FeeRule.Minimum(_scene.Context(sketch)));
    }

    [Fact]
    public void Minimum_counts_the_last_of_redeemers_with_one_pointer()
    {
        TransactionSketch sketch = _scene.Payment();
        sketch.Redeemers.Add((RedeemerTag.Spend, 0, 1000, 1000));
        sketch.Redeemers.Add((RedeemerTag.Spend, 0, 1, 2));
        Assert.Equal(((UInt128)1, (UInt128)2), _scene.Context(sketch).DeclaredUnits);
    }

    private static void Pay(TransactionSketch sketch, ulong fee)
    {
        sketch.Fee = fee;
        sketch.Outputs[0] = sketch.Outputs[0] with { Coin = (10 * RuleScene.Ada) - fee };
    }
}
