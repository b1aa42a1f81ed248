using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;
using Xunit;

namespace PoolTopology.Ledger.Tests.Rules;

public class OutputRulesTests
{
    private const ulong Ada = RuleScene.Ada;

    private readonly RuleScene _scene = new();

    [Theory]
    [InlineData(Era.Shelley, 1_000_000)]
    [InlineData(Era.Allegra, 1_000_000)]
    [InlineData(Era.Mary, 1_000_000)]
    [InlineData(Era.Alonzo, 29 * 34_482)]
    // map(2) 0 bytes(29) 1 uint32: 1 + 1 + 2 + 29 + 1 + 5
    [InlineData(Era.Babbage, (160 + 39) * 4_310)]
    public void Check_ada_alone_on_both_sides_of_the_minimum(Era era, ulong minimum)
    {
        Assert.Null(_scene.Check(WithFirstOutput(era, new OutputSketch(_scene.Bob.Address, minimum))));
        Assert.Equal(
            new LedgerError.OutputTooSmall(0, new Coin(minimum - 1), minimum),
            _scene.Check(WithFirstOutput(era, new OutputSketch(_scene.Bob.Address, minimum - 1))));
    }

    // The examples of the reference's documentation of Alonzo's minimum.
    [Theory]
    [InlineData(1, 1, 0, 11)]
    [InlineData(1, 1, 1, 12)]
    [InlineData(1, 3, 1, 15)]
    [InlineData(2, 1, 0, 16)]
    [InlineData(2, 1, 1, 17)]
    [InlineData(1, 3, 32, 26)]
    [InlineData(3, 96, 1, 173)]
    public void Words_of_a_bundle_are_those_of_the_published_examples(
        int policies, int names, int nameLength, int words)
    {
        // Few names are shared by all policies; the 96 are spread over them.
        bool isSpread = names > policies && policies > 1;
        AssetBundle bundle = AssetBundle.Of([..
            from policy in Enumerable.Range(0, policies)
            from name in Enumerable.Range(0, names)
            where !isSpread || name % policies == policy
            select new AssetAmount(
                TestKey.Of((byte)policy).Hash,
                new AssetName([.. Enumerable.Repeat((byte)name, nameLength)]),
                1)]);
        Assert.Equal(words, EntrySize.WordsOf(bundle));
    }

    [Fact]
    public void Check_Alonzo_datum_hash_takes_ten_words()
    {
        OutputSketch output = new(_scene.Bob.Address, (39 * 34_482) - 1) { DatumHash = default(Hash32) };
        Assert.Equal(
            new LedgerError.OutputTooSmall(0, new Coin((39 * 34_482) - 1), 39 * 34_482),
            _scene.Check(WithFirstOutput(Era.Alonzo, output)));
    }

    [Fact]
    public void Check_collateral_return_must_hold_its_minimum_too()
    {
        TransactionSketch sketch = _scene.Payment();
        sketch.CollateralReturn = new OutputSketch(_scene.Alice.Address, 1);
        Assert.IsType<LedgerError.OutputTooSmall>(_scene.Check(sketch));
    }

    [Theory]
    [InlineData(1, 23)]
    [InlineData(1, 24)]
    [InlineData(24, 2)]
    [InlineData(2, 300)]
    public void SizeBytes_is_that_of_the_reference_encoding(int policies, int names)
    {
        AssetBundle bundle = AssetBundle.Of([..
            from policy in Enumerable.Range(0, policies)
            from name in Enumerable.Range(0, names)
            select new AssetAmount(
                TestKey.Of((byte)policy).Hash, new AssetName([(byte)(name >> 8), (byte)name]), 1UL << (name % 60))]);
        Assert.Equal(ReferenceEncoding(70_000, bundle).Length, OutputValueSizeRule.SizeBytes(70_000, bundle));
    }

    [Fact]
    public void Check_value_on_both_sides_of_the_greatest_size()
    {
        AssetBundle one = AssetBundle.Of(new AssetAmount(default, new AssetName("x"u8), 1));
        OutputSketch output = new(_scene.Bob.Address, 5 * Ada) { Assets = one };
        int size = OutputValueSizeRule.SizeBytes(5 * Ada, one);
        _scene.Parameters = _scene.Parameters with { MaxValueSizeBytes = (uint)size };
        Assert.Empty(_scene.CheckAll(WithFirstOutput(Era.Babbage, output)).OfType<LedgerError.OutputTooBig>());
        _scene.Parameters = _scene.Parameters with { MaxValueSizeBytes = (uint)size - 1 };
        Assert.Contains(
            new LedgerError.OutputTooBig(0, size, (uint)size - 1),
            _scene.CheckAll(WithFirstOutput(Era.Babbage, output)));
    }

    [Fact]
    public void Check_output_of_another_network_is_refused()
    {
        byte[] mainnet = [.. _scene.Bob.Address];
        mainnet[0] |= 1;
        Assert.Equal(
            new LedgerError.WrongNetwork(NetworkId.Testnet, 0),
            _scene.Check(WithFirstOutput(Era.Babbage, new OutputSketch(mainnet, 2 * Ada))));
    }

    [Fact]
    public void Check_withdrawal_of_another_network_is_refused()
    {
        RewardAccount account = new(NetworkId.Mainnet, _scene.Alice.Credential);
        TransactionSketch sketch = _scene.Payment();
        sketch.Withdrawals.Add((account, 0));
        Assert.Equal(new LedgerError.WrongNetworkWithdrawal(NetworkId.Testnet, account), _scene.Check(sketch));
    }

    [Theory]
    [InlineData(0UL, true)]
    [InlineData(1UL, false)]
    public void Check_network_of_the_body(ulong network, bool isOurs)
    {
        TransactionSketch sketch = _scene.Payment();
        sketch.Network = network;
        Assert.Equal(
            isOurs ? null : new LedgerError.WrongNetworkInBody(NetworkId.Testnet, NetworkId.Mainnet),
            _scene.Check(sketch));
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Check_attributes_of_a_Byron_address_are_bounded(int size, bool isAllowed)
    {
        byte[] address = ByronAddress.WithAttributes(size);
        LedgerError? error = _scene.CheckAll(WithFirstOutput(Era.Babbage, new OutputSketch(address, 5 * Ada)))
            .OfType<LedgerError.OutputBootstrapAttributesTooBig>().SingleOrDefault();
        Assert.Equal(isAllowed ? null : new LedgerError.OutputBootstrapAttributesTooBig(0, size, 64), error);
    }

    [Fact]
    public void Check_transaction_on_both_sides_of_the_greatest_size()
    {
        TransactionSketch sketch = _scene.Payment();
        int size = sketch.Build().SizeBytes;
        _scene.Parameters = _scene.Parameters with { MaxTransactionSizeBytes = (uint)size };
        Assert.Null(_scene.Check(sketch));
        _scene.Parameters = _scene.Parameters with { MaxTransactionSizeBytes = (uint)size - 1 };
        Assert.Equal(new LedgerError.TransactionTooBig(size, (uint)size - 1), _scene.Check(sketch));
    }

    // Two outputs, the second taking what is left of 10 ada.
    private TransactionSketch WithFirstOutput(Era era, OutputSketch output)
    {
        TransactionSketch sketch = _scene.Payment(era);
        sketch.Outputs.Insert(0, output);
        sketch.Outputs[1] = sketch.Outputs[1] with { Coin = (9 * Ada) - output.Coin };
        return sketch;
    }

    private static byte[] ReferenceEncoding(ulong coin, AssetBundle bundle)
    {
        List<byte[]> policies = [];
        foreach (IGrouping<Hash28, AssetAmount> policy in bundle.Amounts.ToArray().GroupBy(it => it.Policy))
        {
            byte[][] names =
            [
                .. policy.Select(it => (byte[])
                    [.. Cbor.Bytes(it.Name.ToArray()), .. Cbor.UInt((ulong)it.Quantity)]),
            ];
            policies.Add([.. Cbor.Bytes(policy.Key.ToArray()), .. Map(names)]);
        }
        return Cbor.Array([Cbor.UInt(coin), Map(policies)]);
    }

    private static byte[] Map(IReadOnlyCollection<byte[]> entries) => entries.Count <= 23
        ? [(byte)(0xa0 | entries.Count), .. entries.SelectMany(it => it)]
        : [0xbf, .. entries.SelectMany(it => it), 0xff];
}
