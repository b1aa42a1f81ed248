using System.CommandLine;
using System.Text.Json.Nodes;
using PoolTopology.Consensus.Chain;
using PoolTopology.Node.Composition;
using PoolTopology.Node.Verification;
using PoolTopology.TestKit.Chain;
using Xunit;

namespace PoolTopology.Node.Tests.Verification;

/// <summary>The verbs as an operator types them: what they print, and with which exit code they end.</summary>
public sealed class ChainCommandTests : IDisposable
{
    private static readonly TestNetwork Network = TestNetwork.Create();
    private static readonly IReadOnlyList<(byte[] StoredBytes, ChainState After)> Chain =
        TestForge.Extend(Network, Network.Genesis, 150);

    private readonly ChainFolder _folder = new ChainFolder(Network).Write(Chain.Select(block => block.StoredBytes));
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    [Fact]
    public void Verify_of_a_valid_chain_prints_one_json_document_of_this_shape()
    {
        Assert.Equal(0, Run("verify", "--database", _folder.Path, "--config", _folder.ConfigFile, "--output", "json"));
        JsonObject report = JsonNode.Parse(_output.ToString())!.AsObject();
        Assert.Equal(
            [
                "verdict", "database", "networkMagic", "start", "skippedSnapshots", "until", "tip", "blocks", "transactions",
                "transactionsWithScriptsNotEvaluated", "divergence", "findings", "checks", "epochs", "cost",
            ],
            report.Select(entry => entry.Key));
        Assert.Equal(("valid", "genesis", 150), ((string)report["verdict"]!, (string)report["start"]!, (int)report["blocks"]!));
        Assert.Equal(["slot", "hash", "blockNo"], report["tip"]!.AsObject().Select(entry => entry.Key));
        Assert.Equal(
            [
                "epoch", "era", "protocolVersion", "nonce", "stakeDigest", "parametersDigest", "reserves", "treasury",
                "deposits", "fees", "utxo", "rewards",
            ],
            report["epochs"]!.AsArray()[0]!.AsObject().Select(entry => entry.Key));
        Assert.Equal(["name", "ran", "count"], report["checks"]!.AsArray()[0]!.AsObject().Select(entry => entry.Key));
        Assert.Equal(
            ["threads", "seconds", "blocksPerSecond", "peakResidentBytes", "processorSeconds"],
            report["cost"]!.AsObject().Select(entry => entry.Key));
        Assert.Empty(_error.ToString());
    }

    [Fact]
    public void Verify_of_a_damaged_chain_names_the_block_and_ends_with_1()
    {
        string chunk = _folder.ChunkFiles.First(file => file.EndsWith("00001.chunk", StringComparison.Ordinal));
        _folder.FlipBit(chunk, 8 * 3000);
        Assert.Equal(1, Run("verify", "--database", _folder.Path, "--config", _folder.ConfigFile, "--output", "json"));
        JsonObject divergence = JsonNode.Parse(_output.ToString())!["divergence"]!.AsObject();
        Assert.Equal(
            ["kind", "slot", "hash", "blockNo", "rule", "expected", "found", "numbers"],
            divergence.Select(entry => entry.Key));
        Assert.Equal(("storage", "BlockDamaged"), ((string)divergence["kind"]!, (string)divergence["rule"]!));
        Assert.NotNull(divergence["hash"]);
        Assert.Contains("FoundCrc", (string)divergence["found"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_for_people_ends_with_the_verdict()
    {
        Assert.Equal(0, Run("verify", "--database", _folder.Path, "--config", _folder.ConfigFile));
        Assert.EndsWith(": valid\n", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("NOT RUN", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_of_the_chunks_alone_is_verified_as_well() =>
        Assert.Equal(0, Run("verify", "--database", Path.Combine(_folder.Path, "immutable"), "--config", _folder.ConfigFile));

    [Fact]
    public void Info_tells_first_and_last_block_with_and_without_a_configuration()
    {
        Assert.Equal(0, Run("info", "--database", _folder.Path, "--config", _folder.ConfigFile, "--output", "json"));
        JsonObject info = JsonNode.Parse(_output.ToString())!.AsObject();
        Assert.Equal(150, (int)info["indexedBlocks"]!);
        Assert.Equal(Chain[^1].After.Tip.Point.Hash.ToString(), (string)info["tip"]!["hash"]!);
        Assert.NotNull(info["tipTime"]);
        Assert.Equal(0, Run("info", "--database", _folder.Path));
        Assert.Contains(Chain[0].After.Tip.Point.Hash.ToString(), _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Info_of_another_network_than_the_configurations_is_an_error()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "protocolMagicId"), "7");
        Assert.Equal(
            NodeExitCode.Configuration, Run("info", "--database", _folder.Path, "--config", _folder.ConfigFile));
    }

    [Theory]
    [InlineData("there is no such folder", "verify", "--database", "/nowhere", "--config", "CONFIG")]
    [InlineData("no chunk file", "verify", "--database", "EMPTY", "--config", "CONFIG")]
    [InlineData("cannot be read", "verify", "--database", "DATABASE", "--config", "/nowhere.json")]
    [InlineData("no usable ledger snapshot", "verify", "--database", "DATABASE", "--config", "CONFIG", "--snapshot", "latest")]
    [InlineData("there is no such folder", "info", "--database", "/nowhere")]
    public void Wrong_files_are_one_line_and_exit_code_78(string expected, params string[] arguments)
    {
        string empty = Directory.CreateDirectory(Path.Combine(_folder.Path, "empty")).FullName;
        string[] placed = [.. arguments.Select(argument => argument switch
        {
            "DATABASE" => _folder.Path,
            "CONFIG" => _folder.ConfigFile,
            "EMPTY" => empty,
            _ => argument,
        })];
        Assert.Equal(NodeExitCode.Configuration, Run(placed));
        Assert.Contains(expected, Assert.Single(_error.ToString().TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Empty(_output.ToString());
    }

    [Theory]
    [InlineData("verify", "--database", ".")]
    [InlineData("verify", "--database", ".", "--config", "c", "--threads", "0")]
    [InlineData("verify", "--database", ".", "--config", "c", "--threads", "many")]
    [InlineData("verify", "--database", ".", "--config", "c", "--until", "-1")]
    [InlineData("verify", "--database", ".", "--config", "c", "--output", "xml")]
    [InlineData("verify", "--database", ".", "--config", "c", "--snapshot", "old")]
    [InlineData("verify", "--database", ".", "--config", "c", "--snapshot", "latest", "--from-genesis")]
    [InlineData("info")]
    [InlineData("info", "--database", ".", "--output", "ndjson")]
    public void Wrong_arguments_are_errors(params string[] arguments) =>
        Assert.NotEmpty(new RootCommand { ChainCommand.Create() }.Parse(["chain", .. arguments]).Errors);

    public void Dispose()
    {
        _folder.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    private int Run(params string[] arguments)
    {
        _output.GetStringBuilder().Clear();
        _error.GetStringBuilder().Clear();
        ParseResult parsed = new RootCommand { ChainCommand.Create() }.Parse(["chain", .. arguments]);
        Assert.Empty(parsed.Errors);
        return parsed.Invoke(new InvocationConfiguration { Output = _output, Error = _error });
    }
}
