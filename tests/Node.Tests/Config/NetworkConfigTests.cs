using PoolTopology.Ledger.Eras;
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
        Assert.Equal(42u, NetworkConfig.Read(ConfigFile).Consensus.NetworkMagic.Value);
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

    [Theory]
    [InlineData(6, Era.Conway)]
    [InlineData(4, Era.Alonzo)]
    [InlineData(1, Era.Shelley)]
    public void First_era_is_the_last_one_that_is_entered_at_epoch_0(int count, Era expected)
    {
        WriteAll(forks: string.Join(", ", Forks.Take(count).Select(era => $"\"Test{era}HardForkAtEpoch\": 0")));
        Assert.Equal(expected, NetworkConfig.Read(ConfigFile).Consensus.FirstEra);
    }

    [Fact]
    public void Chain_that_starts_in_Byron_is_refused_at_start()
    {
        WriteAll(forks: "\"TestShelleyHardForkAtEpoch\": 7");
        AssertRefused("TestShelleyHardForkAtEpoch must be 0");
    }

    [VectorFact]
    public void Preview_starts_in_Alonzo() =>
        Assert.Equal(
            Era.Alonzo,
            NetworkConfig.Read(VectorFiles.PathOf("genesis/preview/cardano-node/config.json")).Consensus.FirstEra);

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

    [Theory]
    [InlineData("Byron")]
    [InlineData("Shelley")]
    [InlineData("Alonzo")]
    [InlineData("Conway")]
    public void Malformed_genesis_names_the_file(string era)
    {
        WriteAll();
        File.WriteAllText(Path.Combine(_folder, era + ".json"), "{ \"systemStart\": 1 }");
        AssertRefused(era + ".json");
    }

    [VectorFact]
    public void Mainnet_is_refused_because_it_starts_in_Byron() =>
        Assert.Throws<ConfigurationException>(
            () => NetworkConfig.Read(VectorFiles.PathOf("genesis/mainnet/cardano-node/config.json")));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void AssertRefused(string what) =>
        Assert.Contains(what, Assert.Throws<ConfigurationException>(() => NetworkConfig.Read(ConfigFile)).Message, StringComparison.Ordinal);

    private void WriteAll(string extra = "", string? forks = null) =>
        TestNetworkFiles.Write(TestNetwork.Create(), _folder, extra + (forks ?? TestNetworkFiles.StartsInConway));

    private static readonly Era[] Forks =
        [Era.Shelley, Era.Allegra, Era.Mary, Era.Alonzo, Era.Babbage, Era.Conway];
}
