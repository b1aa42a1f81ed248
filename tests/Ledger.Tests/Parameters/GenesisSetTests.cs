using System.Text;
using System.Text.Json.Nodes;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Primitives.Chain;
using Xunit;

namespace PoolTopology.Ledger.Tests.Parameters;

public class GenesisSetTests
{
    // 2026-01-02T03:04:05Z: Shelley's start without its half second.
    private const string Byron = """
        { "startTime": 1767323045, "protocolConsts": { "k": 20, "protocolMagic": 42 },
          "blockVersionData": { "slotDuration": "500" }, "nonAvvmBalances": {} }
        """;

    private static readonly byte[] Shelley = GenesisSample.Bytes(GenesisSample.Json());
    private static readonly byte[] Alonzo = GenesisSample.Bytes(GenesisSample.Alonzo);
    private static readonly byte[] Conway = GenesisSample.Bytes(GenesisSample.Conway);

    [Fact]
    public void Files_that_belong_together_are_read()
    {
        GenesisSet set = Parse(Byron, new ExpectedGenesisHashes(
            GenesisHashes.OfByron(Encoding.UTF8.GetBytes(Byron)),
            GenesisHashes.OfFile(Shelley),
            GenesisHashes.OfFile(Alonzo),
            GenesisHashes.OfFile(Conway)));
        Assert.Equal(GenesisHashes.OfFile(Shelley), set.ShelleyHash);
        Assert.Equal((new NetworkMagic(42), 200ul), (set.Byron.ProtocolMagic, set.Byron.EpochLengthSlots));
    }

    [Theory]
    [InlineData("byron-genesis")]
    [InlineData("shelley-genesis")]
    [InlineData("alonzo-genesis")]
    [InlineData("conway-genesis")]
    public void A_file_that_the_config_file_does_not_name_is_refused(string file)
    {
        Hash32 other = default;
        GenesisException error = Assert.Throws<GenesisException>(() => Parse(Byron, file switch
        {
            "byron-genesis" => new ExpectedGenesisHashes(Byron: other),
            "shelley-genesis" => new ExpectedGenesisHashes(Shelley: other),
            "alonzo-genesis" => new ExpectedGenesisHashes(Alonzo: other),
            _ => new ExpectedGenesisHashes(Conway: other),
        }));
        Assert.Equal((file, $"the file with hash {other}"), (error.Path, error.Expected));
    }

    [Theory]
    [InlineData("startTime", "1767323046", "byron-genesis.startTime")]
    [InlineData("startTime", "-1", "byron-genesis.startTime")]
    [InlineData("startTime", "99999999999999", "byron-genesis.startTime")]
    [InlineData("protocolConsts", "{ \"k\": 20, \"protocolMagic\": 43 }", "byron-genesis.protocolConsts.protocolMagic")]
    [InlineData("protocolConsts", "{ \"k\": 20 }", "byron-genesis.protocolConsts.protocolMagic")]
    [InlineData("blockVersionData", "{ \"slotDuration\": \"0\" }", "byron-genesis.blockVersionData.slotDuration")]
    [InlineData("blockVersionData", "{ \"slotDuration\": 500 }", "byron-genesis.blockVersionData.slotDuration")]
    public void A_Byron_file_of_another_network_is_refused(string key, string value, string path)
    {
        JsonNode json = JsonNode.Parse(Byron)!;
        json[key] = JsonNode.Parse(value);
        GenesisException error = Assert.Throws<GenesisException>(
            () => Parse(json.ToJsonString(), new ExpectedGenesisHashes()));
        Assert.Equal(path, error.Path);
    }

    [Fact]
    public void Alonzo_and_Conway_are_objects()
    {
        GenesisException error = Assert.Throws<GenesisException>(() => GenesisSet.Parse(
            Encoding.UTF8.GetBytes(Byron), Shelley, Alonzo, "[]"u8, new ExpectedGenesisHashes()));
        Assert.Equal(("conway-genesis", "an object"), (error.Path, error.Expected));
    }

    private static GenesisSet Parse(string byron, ExpectedGenesisHashes expected) =>
        GenesisSet.Parse(Encoding.UTF8.GetBytes(byron), Shelley, Alonzo, Conway, expected);
}
