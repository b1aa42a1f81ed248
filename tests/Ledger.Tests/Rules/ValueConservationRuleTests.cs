using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;
using Xunit;

namespace PoolTopology.Ledger.Tests.Rules;

public class ValueConservationRuleTests
{
    private const ulong Ada = RuleScene.Ada;

    private static readonly AssetAmount Token = new(TestKey.Of(9).Hash, new AssetName("token"u8), 5);

    private readonly RuleScene _scene = new();

    [Theory]
    [InlineData(9 * Ada, true)]
    [InlineData((9 * Ada) - 1, false)]
    [InlineData((9 * Ada) + 1, false)]
    public void Check_lovelace_in_and_out(ulong output, bool isConserved)
    {
        TransactionSketch sketch = _scene.Payment();
        sketch.Outputs[0] = sketch.Outputs[0] with { Coin = output };
        Assert.Equal(
            isConserved ? null : new LedgerError.ValueNotConserved(10 * Ada, output + Ada, AssetBundle.Empty),
            _scene.Check(sketch));
    }

    [Fact]
    public void Check_outputs_beyond_64_bits_are_summed_exactly()
    {
        TransactionSketch sketch = _scene.Payment();
        sketch.Outputs[0] = sketch.Outputs[0] with { Coin = ulong.MaxValue };
        sketch.Outputs.Add(sketch.Outputs[0] with { Coin = (9 * Ada) + 1 });
        Assert.Equal(
            new LedgerError.ValueNotConserved(
                10 * Ada, (UInt128)ulong.MaxValue + (10 * Ada) + 1, AssetBundle.Empty),
            _scene.Check(sketch));
    }

    [Theory]
    [InlineData(5, 0, 5, true)]
    [InlineData(5, 0, 4, false)]
    [InlineData(0, 5, 5, true)]
    [InlineData(5, -2, 3, true)]
    [InlineData(5, -2, 5, false)]
    [InlineData(0, 0, 5, false)]
    public void Check_assets_of_inputs_and_mint_are_those_of_outputs(int spent, int minted, int made, bool isConserved)
    {
        TransactionSketch sketch = _scene.Payment();
        if (spent > 0)
        {
            sketch.Inputs[0] = _scene.Give(
                new OutputSketch(_scene.Alice.Address, 10 * Ada) { Assets = Tokens(spent) });
        }
        sketch.Outputs[0] = sketch.Outputs[0] with { Assets = Tokens(made) };
        sketch.Mint = Tokens(minted);
        LedgerError? conservation = _scene.CheckAll(sketch).OfType<LedgerError.ValueNotConserved>().SingleOrDefault();
        Assert.Equal(
            isConserved
                ? null
                : new LedgerError.ValueNotConserved(10 * Ada, 10 * Ada, Tokens(made - spent - minted)),
            conservation);
    }

    [Fact]
    public void Check_withdrawal_counts_as_consumed()
    {
        TransactionSketch sketch = _scene.Payment();
        sketch.Withdrawals.Add((new RewardAccount(default, _scene.Alice.Credential), 3));
        sketch.Outputs[0] = sketch.Outputs[0] with { Coin = (9 * Ada) + 3 };
        Assert.Null(_scene.Check(sketch));
    }

    [Fact]
    public void Check_deposits_of_stake_and_of_a_new_pool_once()
    {
        TransactionSketch sketch = _scene.Payment();
        sketch.Inputs[0] = _scene.Give(new OutputSketch(_scene.Alice.Address, 510 * Ada));
        sketch.Certificates.Add(Certificates.Register(_scene.Bob.Credential));
        sketch.Certificates.Add(Certificates.RegisterPool(_scene.Alice));
        sketch.Certificates.Add(Certificates.RegisterPool(_scene.Alice));
        sketch.Outputs[0] = sketch.Outputs[0] with { Coin = 7 * Ada };
        Assert.Null(_scene.Check(sketch));
    }

    [Fact]
    public void Check_refund_is_what_was_deposited_then()
    {
        TransactionSketch sketch = _scene.Payment();
        _scene.Certificates = _scene.Certificates with
        {
            Accounts = _scene.Certificates.Accounts.Set(
                _scene.Alice.Credential, new Account(Coin.Zero, new Coin(1_500_000), null, default)),
        };
        sketch.Certificates.Add(Certificates.Deregister(_scene.Alice.Credential));
        sketch.Outputs[0] = sketch.Outputs[0] with { Coin = 10_500_000 };
        Assert.Null(_scene.Check(sketch));
    }

    [Fact]
    public void Check_registered_and_ended_in_one_transaction_returns_the_deposit_of_today()
    {
        TransactionSketch sketch = _scene.Payment();
        sketch.Certificates.Add(Certificates.Register(_scene.Alice.Credential));
        sketch.Certificates.Add(Certificates.Deregister(_scene.Alice.Credential));
        Assert.Null(_scene.Check(sketch));
    }

    [Fact]
    public void Apply_keeps_the_sum_of_outputs_fees_and_deposits_for_random_payments() =>
        TestKit.Seeds.ForAll(200, random =>
        {
            RuleScene scene = new();
            TransactionSketch sketch = scene.Payment();
            sketch.Inputs.AddRange(Enumerable.Range(0, random.Next(4))
                .Select(_ => scene.Give(new OutputSketch(scene.Alice.Address, (ulong)random.NextInt64(1, 1L << 40)))));
            ulong left = sketch.Inputs.Aggregate(0UL, (sum, input) =>
                sum + scene.Utxo.Outputs.Find(input, null!).Coin.Value) - Ada;
            sketch.Outputs.Clear();
            for (int i = random.Next(3); i > 0 && left > 4 * Ada; i--)
            {
                ulong part = (ulong)random.NextInt64((long)(2 * Ada), (long)(left / 2));
                sketch.Outputs.Add(new OutputSketch(scene.Bob.Address, part));
                left -= part;
            }
            sketch.Outputs.Add(new OutputSketch(scene.Bob.Address, left));
            Assert.Null(scene.Check(sketch));
            Assert.Equal(Total(scene.Utxo), Total(scene.Apply(sketch)));
        });

    [Fact]
    public void Bundles_add_in_any_grouping_and_order() => TestKit.Seeds.ForAll(200, random =>
    {
        AssetBundle a = RandomBundle(random);
        AssetBundle b = RandomBundle(random);
        AssetBundle c = RandomBundle(random);
        Assert.Equal(a.Add(b).Add(c), a.Add(b.Add(c)));
        Assert.Equal(a.Add(b), b.Add(a));
        Assert.Equal(a, a.Add(b).Subtract(b));
        Assert.True(a.Subtract(a).IsEmpty);
    });

    private static AssetBundle Tokens(int quantity) => AssetBundle.Of(Token with { Quantity = quantity });

    private static AssetBundle RandomBundle(Random random) => AssetBundle.Of(
        [.. Enumerable.Range(0, random.Next(6)).Select(_ => new AssetAmount(
            TestKey.Of((byte)random.Next(3)).Hash, new AssetName([(byte)random.Next(3)]), random.Next(-3, 4)))]);

    private static UInt128 Total(UtxoState utxo) => utxo.Outputs.Values.Aggregate(
        (UInt128)utxo.Fees.Value + utxo.Deposited.Value, (sum, output) => sum + output.Coin.Value);
}
