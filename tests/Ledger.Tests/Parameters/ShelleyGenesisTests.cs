using System.Text;
using System.Text.Json.Nodes;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;
using Xunit;

namespace PoolTopology.Ledger.Tests.Parameters;

public class ShelleyGenesisTests
{
    [Fact]
    public void Parse_reads_every_field_exactly()
    {
        ShelleyGenesis genesis = Parse(GenesisSample.Json());
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 500, TimeSpan.Zero), genesis.SystemStart);
        Assert.Equal(new Rational(1, 4), genesis.ActiveSlotsCoefficient);
        Assert.Equal(TimeSpan.FromMilliseconds(500), genesis.SlotLength);
        Assert.Equal((800ul, 20ul), (genesis.EpochLengthSlots, genesis.SecurityParameter));
        Assert.Equal((129600ul, 62ul), (genesis.SlotsPerKesPeriod, genesis.MaxKesEvolutions));
        Assert.Equal((new NetworkMagic(42), NetworkId.Testnet), (genesis.NetworkMagic, genesis.NetworkId));
        Assert.Equal((new Coin(45000000000000000), 5ul), (genesis.MaxLovelaceSupply, genesis.UpdateQuorum));
        ShelleyProtocolParameters parameters = genesis.ProtocolParameters;
        Assert.Equal(new ProtocolVersion(10, 2), parameters.ProtocolVersion);
        Assert.Equal((65536u, (ushort)1100), (parameters.MaxBlockBodySizeBytes, parameters.MaxBlockHeaderSizeBytes));
        Assert.Equal((new Rational(3, 1000), new Rational(1, 5)), (parameters.Rho, parameters.Tau));
        Assert.Equal(2, genesis.Pools.Count);
        Assert.Equal(new Rational(1, 10), genesis.Pools[Hash28.Parse(GenesisSample.Pool)].Margin);
        Assert.Equal(Hash28.Parse(GenesisSample.Pool), genesis.StakeDelegations[Hash28.Parse(GenesisSample.StakeKey)]);
        Assert.Equal([300ul, 1000ul], genesis.InitialFunds.Select(f => f.Amount.Value));
    }

    [Theory]
    [InlineData("systemStart")]
    [InlineData("networkMagic")]
    [InlineData("networkId")]
    [InlineData("epochLength")]
    [InlineData("slotLength")]
    [InlineData("activeSlotsCoeff")]
    [InlineData("securityParam")]
    [InlineData("slotsPerKESPeriod")]
    [InlineData("maxKESEvolutions")]
    [InlineData("maxLovelaceSupply")]
    [InlineData("updateQuorum")]
    [InlineData("protocolParams")]
    [InlineData("genDelegs")]
    [InlineData("initialFunds")]
    public void A_missing_field_is_named(string key)
    {
        JsonObject json = GenesisSample.Json();
        json.Remove(key);
        GenesisException error = Assert.Throws<GenesisException>(() => Parse(json));
        Assert.Equal($"shelley-genesis.{key}", error.Path);
        Assert.Equal("nothing", error.Found);
    }

    [Theory]
    [InlineData("epochLength", "0")]
    [InlineData("epochLength", "-1")]
    [InlineData("epochLength", "1.5")]
    [InlineData("epochLength", "\"800\"")]
    [InlineData("epochLength", "18446744073709551616")]
    [InlineData("epochLength", "1e2000")]
    [InlineData("networkMagic", "4294967296")]
    [InlineData("networkId", "\"testnet\"")]
    [InlineData("activeSlotsCoeff", "0")]
    [InlineData("activeSlotsCoeff", "1.0001")]
    [InlineData("activeSlotsCoeff", "{\"numerator\": 1, \"denominator\": 0}")]
    [InlineData("slotLength", "0")]
    [InlineData("slotLength", "0.00000001")]
    [InlineData("systemStart", "\"tomorrow\"")]
    [InlineData("genDelegs", "[]")]
    [InlineData("genDelegs", "{\"aa\": {}}")]
    [InlineData("initialFunds", "{\"zz\": 1}")]
    [InlineData("initialFunds", "{\"00\": -1}")]
    public void A_value_of_the_wrong_kind_is_named_with_what_stands_there(string key, string value)
    {
        JsonObject json = GenesisSample.Json();
        json[key] = JsonNode.Parse(value);
        GenesisException error = Assert.Throws<GenesisException>(() => Parse(json));
        Assert.StartsWith($"shelley-genesis.{key}", error.Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", 1, 1)]
    [InlineData("{\"numerator\": 1, \"denominator\": 20}", 1, 20)]
    [InlineData("5.0e-2", 1, 20)]
    public void The_active_slot_coefficient_is_read_in_each_form(string value, int numerator, int denominator)
    {
        JsonObject json = GenesisSample.Json();
        json["activeSlotsCoeff"] = JsonNode.Parse(value);
        Assert.Equal(new Rational(numerator, denominator), Parse(json).ActiveSlotsCoefficient);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("3")]
    public void What_is_not_an_object_is_refused(string text) =>
        Assert.Throws<GenesisException>(() => ShelleyGenesis.Parse(Encoding.UTF8.GetBytes(text)));

    private static ShelleyGenesis Parse(JsonObject json) => ShelleyGenesis.Parse(GenesisSample.Bytes(json));
}
