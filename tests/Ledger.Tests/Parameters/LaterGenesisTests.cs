using System.Text;
using System.Text.Json.Nodes;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Tests.Rules;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;
using Xunit;

namespace PoolTopology.Ledger.Tests.Parameters;

/// <summary>Alonzo's and Conway's genesis files, Byron's balances, and what is configured beside the files.</summary>
public class LaterGenesisTests
{
    [Fact]
    public void Alonzo_is_read_exactly()
    {
        AlonzoGenesis alonzo = AlonzoGenesis.Parse(GenesisSample.Bytes(GenesisSample.Alonzo));
        Assert.Equal(new Rational(577, 10_000), alonzo.ExecutionPrices.PerMemory);
        Assert.Equal(new Rational(721, 10_000_000), alonzo.ExecutionPrices.PerStep);
        Assert.Equal([(byte)0, (byte)1], alonzo.CostModels.Select(model => model.Language));
        Assert.Equal((long[])[7, -8], alonzo.CostModels[1].Costs.ToArray());
    }

    [Theory]
    [InlineData("lovelacePerUTxOWord", "-1", "alonzo-genesis.lovelacePerUTxOWord")]
    [InlineData("collateralPercentage", "65536", "alonzo-genesis.collateralPercentage")]
    [InlineData("costModels", "{ \"PlutusV9\": [] }", "alonzo-genesis.costModels.PlutusV9")]
    [InlineData("costModels", "{ \"PlutusV1\": [0.5] }", "alonzo-genesis.costModels.PlutusV1[]")]
    [InlineData("costModels", "{ \"PlutusV1\": 3 }", "alonzo-genesis.costModels.PlutusV1")]
    [InlineData("maxTxExUnits", "{ \"exUnitsMem\": 1 }", "alonzo-genesis.maxTxExUnits.exUnitsSteps")]
    public void Alonzo_with_a_wrong_value_is_refused(string key, string value, string path)
    {
        JsonNode json = JsonNode.Parse(GenesisSample.Alonzo)!;
        json[key] = JsonNode.Parse(value);
        Assert.Equal(path, Assert.Throws<GenesisException>(
            () => AlonzoGenesis.Parse(Encoding.UTF8.GetBytes(json.ToJsonString()))).Path);
    }

    [Fact]
    public void Conway_is_read_exactly()
    {
        ConwayGenesis conway = ConwayGenesis.Parse(GenesisSample.Bytes(GenesisSample.Conway));
        Assert.Equal(new Rational(15, 1), conway.Parameters.MinFeeReferenceScriptPerByte);
        Assert.Equal(new Rational(3, 4), conway.Parameters.DRepVotingThresholds.UpdateConstitution);
        Assert.Equal((new Coin(500_000_000), 20u), (
            conway.Parameters.DRepDeposit, conway.Parameters.DRepInactivityEpochs));
        Assert.Equal((long[])[1, 2, 3], conway.PlutusV3Costs.ToArray());
    }

    [Fact]
    public void Conway_with_a_share_above_1_is_refused()
    {
        JsonNode json = JsonNode.Parse(GenesisSample.Conway)!;
        json["poolVotingThresholds"]!["ppSecurityGroup"] = 1.01;
        Assert.Equal("conway-genesis.poolVotingThresholds.ppSecurityGroup", Assert.Throws<GenesisException>(
            () => ConwayGenesis.Parse(Encoding.UTF8.GetBytes(json.ToJsonString()))).Path);
    }

    [Fact]
    public void Balances_of_Byron_are_addresses_in_base_58_and_empty_ones_are_left_out()
    {
        ByronGenesis byron = ByronWith("""{ "1Lxa": "0", "11Ldp": "30000000000000000" }""");
        InitialFund fund = Assert.Single(byron.InitialFunds);
        Assert.Equal(new Coin(30_000_000_000_000_000), fund.Amount);
        Assert.Equal([0, 0], fund.Address[..2].ToArray());
    }

    [Theory]
    [InlineData("""{ "0": "1" }""")]
    [InlineData("""{ "1Lxa": 1 }""")]
    [InlineData("""{ "1Lxa": "-1" }""")]
    [InlineData("[]")]
    public void Other_balances_are_refused(string balances) =>
        Assert.StartsWith(
            "byron-genesis.nonAvvmBalances",
            Assert.Throws<GenesisException>(() => ByronWith(balances)).Path,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("", "")]
    [InlineData("1", "00")]
    [InlineData("2g", "61")]
    [InlineData("a3gV", "626262")]
    [InlineData("StV1DL6CwTryKyV", "68656c6c6f20776f726c64")]
    [InlineData("1112", "00000001")]
    public void Base_58_is_decoded(string text, string hex) =>
        Assert.Equal(hex, Convert.ToHexStringLower(Base58.Decode(text)!));

    [Fact]
    public void Epochs_are_counted_from_where_Byron_ended()
    {
        LedgerConfig config = LedgerScene.ConfigOf(Era.Shelley) with
        {
            FirstEpoch = new EpochNo(208),
            FirstSlot = new Slot(4_492_800),
        };
        Assert.Equal(new EpochNo(208), config.EpochOf(new Slot(4_492_800)));
        Assert.Equal(new EpochNo(208), config.EpochOf(new Slot(4_492_800 + LedgerScene.EpochLength - 1)));
        Assert.Equal(new EpochNo(209), config.EpochOf(new Slot(4_492_800 + LedgerScene.EpochLength)));
        Assert.Equal(new Slot(4_492_800 + LedgerScene.EpochLength), config.FirstSlotOf(new EpochNo(209)));
        Assert.Equal((240ul, 320ul), (config.StabilityWindowSlots, config.RandomnessStabilisationWindowSlots));
    }

    [Theory]
    [InlineData(Era.Byron)]
    [InlineData(Era.Shelley)]
    [InlineData(Era.Alonzo)]
    [InlineData(Era.Conway)]
    public void The_first_era_is_the_last_of_those_that_start_at_0(Era era)
    {
        LedgerConfig config = LedgerScene.ConfigOf(era);
        Assert.Equal(era, config.FirstEra);
        if (era < Era.Babbage)
        {
            // A gap ends it, and so does a later epoch.
            config = config with { HardForksAtEpoch = config.HardForksAtEpoch.SetItem(era + 2, default) };
            Assert.Equal(era, config.FirstEra);
            config = config with { HardForksAtEpoch = config.HardForksAtEpoch.SetItem(era + 1, new EpochNo(1)) };
            Assert.Equal(era, config.FirstEra);
        }
    }

    private static ByronGenesis ByronWith(string balances) => ByronGenesis.Parse(Encoding.UTF8.GetBytes($$"""
        { "startTime": 1767323045, "protocolConsts": { "k": 20, "protocolMagic": 42 },
          "blockVersionData": { "slotDuration": "500" }, "nonAvvmBalances": {{balances}} }
        """));
}
