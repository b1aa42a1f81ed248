using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;
using Xunit;

namespace PoolTopology.Ledger.Tests.Rules;

public class UtxoTransitionTests
{
    private const ulong Ada = RuleScene.Ada;

    private readonly RuleScene _scene = new();

    [Fact]
    public void Apply_spends_inputs_makes_outputs_and_takes_the_fee()
    {
        TransactionSketch sketch = _scene.Payment();
        UtxoState after = _scene.Apply(sketch);
        Assert.False(after.Outputs.Contains(sketch.Inputs[0]));
        Assert.True(after.Outputs.TryFind(
            new TransactionInput(sketch.Build().Id, 0), out TransactionOutput? output));
        Assert.Equal((9 * Ada, Ada, 0UL), (output.Coin.Value, after.Fees.Value, after.Deposited.Value));
    }

    [Fact]
    public void Apply_moves_deposits_and_refunds()
    {
        TransactionSketch sketch = _scene.Payment();
        sketch.Certificates.Add(Certificates.Register(_scene.Bob.Credential));
        sketch.Outputs[0] = sketch.Outputs[0] with { Coin = 7 * Ada };
        UtxoState after = _scene.Apply(sketch);
        Assert.Equal(2 * Ada, after.Deposited.Value);
    }

    [Fact]
    public void Apply_of_a_failed_script_takes_the_collateral_and_nothing_else()
    {
        TransactionSketch sketch = _scene.SpendFromPlutus(Era.Babbage, TestScripts.PlutusV2);
        sketch.Outputs.Add(sketch.Outputs[0]);
        sketch.CollateralReturn = new OutputSketch(_scene.Alice.Address, 3 * Ada);
        sketch.IsValid = false;
        UtxoState after = _scene.Apply(sketch);
        Hash32 id = sketch.Build().Id;
        Assert.True(after.Outputs.Contains(sketch.Inputs[0]));
        Assert.False(after.Outputs.Contains(sketch.Collateral[0]));
        Assert.False(after.Outputs.Contains(new TransactionInput(id, 0)));
        // The index after the two outputs that were not made.
        Assert.True(after.Outputs.TryFind(new TransactionInput(id, 2), out TransactionOutput? returned));
        Assert.Equal((3 * Ada, 2 * Ada), (returned.Coin.Value, after.Fees.Value));
    }

    [Fact]
    public void Apply_keeps_stake_in_step_with_outputs()
    {
        TestKey staker = TestKey.Of(5);
        byte[] address = [0x00, .. _scene.Alice.Hash.ToArray(), .. staker.Hash.ToArray()];
        TransactionSketch sketch = _scene.Payment();
        sketch.Outputs[0] = new OutputSketch(address, 9 * Ada);
        UtxoState after = _scene.Apply(sketch);
        Assert.Equal(9 * Ada, after.Stake.ByCredential.Find(staker.Credential, Coin.Zero).Value);
        _scene.Utxo = after;
        TransactionSketch next = _scene.Payment();
        next.Inputs[0] = new TransactionInput(sketch.Build().Id, 0);
        next.Outputs[0] = next.Outputs[0] with { Coin = 8 * Ada };
        Assert.Null(_scene.Check(next));
        Assert.True(_scene.Apply(next).Stake.ByCredential.IsEmpty);
    }
}
