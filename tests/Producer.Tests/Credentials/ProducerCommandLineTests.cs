using System.CommandLine;
using PoolTopology.Credentials.Certificates;
using PoolTopology.Producer.Credentials;
using PoolTopology.Producer.Forge;
using PoolTopology.Producer.Tests.Fakes;
using Xunit;

namespace PoolTopology.Producer.Tests.Credentials;

public sealed class ProducerCommandLineTests : IDisposable
{
    // Another pool in each test: its lock is the machine's.
    private readonly TestKeys _files = new(System.Security.Cryptography.RandomNumberGenerator.GetInt32(int.MaxValue));
    private readonly ProducerCommandLine _options = new();
    private readonly Command _command = new("run");

    public ProducerCommandLineTests() => _options.AddTo(_command);

    private string Keys =>
        $"--shelley-kes-key {_files.Files.KesKeyFile} --shelley-vrf-key {_files.Files.VrfKeyFile} " +
        $"--shelley-operational-certificate {_files.Files.CertificateFile}";

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Journal_lies_beside_the_kes_key_unless_named()
    {
        using (KeyKeeper keeper = Read(Keys))
            Assert.Null(keeper.Problem);
        Assert.True(File.Exists(_files.PathOf("forge.journal")));
        using (KeyKeeper keeper = Read($"{Keys} --forge-journal {_files.PathOf("other")}"))
            Assert.Null(keeper.Problem);
        Assert.True(File.Exists(_files.PathOf("other")));
    }

    [Theory]
    [InlineData("pool1qyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszk6uycw")]
    [InlineData("nonsense")]
    [InlineData("01010101")]
    public void Pool_id_that_is_none_is_an_error(string poolId) =>
        Assert.Contains("is not a pool id", Assert.Single(_command.Parse($"{Keys} --pool-id {poolId}").Errors).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Pool_id_of_other_keys_is_refused_in_both_spellings()
    {
        using PoolTopology.Credentials.Hot.HotCredentials keys = _files.Read();
        foreach (string same in (string[])[keys.PoolId.ToString(), PoolIds.ToBech32(keys.PoolId)])
        {
            using KeyKeeper keeper = Read($"{Keys} --pool-id {same}");
            Assert.Null(keeper.Problem);
        }
        using KeyKeeper other = Read($"{Keys} --pool-id {PoolIds.ToBech32(default)}");
        Assert.IsType<CouldNotForge.NoCredentials>(other.Problem);
    }

    [Theory]
    [InlineData("--shelley-kes-key a --shelley-vrf-key b")]
    [InlineData("--shelley-kes-key a --shelley-operational-certificate b")]
    [InlineData("")]
    public void All_three_files_must_be_named(string commandLine) =>
        Assert.NotEmpty(_command.Parse(commandLine).Errors);

    private KeyKeeper Read(string commandLine)
    {
        ParseResult parsed = _command.Parse(commandLine);
        Assert.Empty(parsed.Errors);
        KeyKeeper keeper = _options.Read(parsed);
        keeper.Load();
        keeper.OpenJournal(default);
        return keeper;
    }
}
