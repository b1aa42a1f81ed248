using PoolTopology.Node.Config;
using PoolTopology.TestKit.Chain;
using PoolTopology.TestKit.Vectors;
using Xunit;

namespace PoolTopology.Node.Tests.Config;

public sealed class NetworkConfigTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("network-config").FullName;

    private string ConfigFile => Path.Combine(_folder, "config.json");

    [Fact]
    public void Whole_configuration_is_read()
    {
        WriteAll();
        Assert.Equal(42u, NetworkConfig.Read(ConfigFile).NetworkMagic.Value);
    }

    [Theory]
    [InlineData("Byron")]
    [InlineData("Shelley")]
    [InlineData("Alonzo")]
    [InlineData("Conway")]
    public void Absent_genesis_file_is_named(string era)
    {
        WriteAll();
        File.Delete(Path.Combine(_folder, era + ".json"));
        AssertRefused(era + ".json");
    }

    [Theory]
    [InlineData("Shelley")]
    [InlineData("Alonzo")]
    [InlineData("Conway")]
    public void Genesis_file_with_another_hash_is_refused(string era)
    {
        WriteAll(extra: $"\"{era}GenesisHash\": \"{new string('0', 64)}\",");
        AssertRefused($"{era}GenesisHash");
    }

    [Fact]
    public void Chain_that_does_not_start_in_Conway_is_refused_at_start()
    {
        WriteAll(conway: "\"TestConwayHardForkAtEpoch\": 7");
        AssertRefused("Conway era from epoch 0");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("null")]
    public void Malformed_configuration_is_one_clear_sentence(string text)
    {
        File.WriteAllText(ConfigFile, text);
        AssertRefused(ConfigFile);
    }

    [Fact]
    public void Malformed_shelley_genesis_names_the_file()
    {
        WriteAll();
        File.WriteAllText(Path.Combine(_folder, "Shelley.json"), "{ \"systemStart\": 1 }");
        AssertRefused("Shelley.json");
    }

    [VectorFact]
    public void Mainnet_is_refused_because_it_does_not_start_in_Conway() =>
        Assert.Throws<ConfigurationException>(
            () => NetworkConfig.Read(VectorFiles.PathOf("genesis/mainnet/cardano-node/config.json")));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void AssertRefused(string what) =>
        Assert.Contains(what, Assert.Throws<ConfigurationException>(() => NetworkConfig.Read(ConfigFile)).Message, StringComparison.Ordinal);

    private void WriteAll(string extra = "", string conway = "\"TestConwayHardForkAtEpoch\": 0")
    {
        foreach (string era in (string[])["Byron", "Alonzo", "Conway"])
            File.WriteAllText(Path.Combine(_folder, era + ".json"), "{}");
        File.WriteAllBytes(Path.Combine(_folder, "Shelley.json"), TestNetwork.Create().GenesisFile);
        File.WriteAllText(ConfigFile, $$"""
            { "ByronGenesisFile": "Byron.json", "ShelleyGenesisFile": "Shelley.json", {{extra}}
              "AlonzoGenesisFile": "Alonzo.json", "ConwayGenesisFile": "Conway.json", {{conway}} }
            """);
    }
}
