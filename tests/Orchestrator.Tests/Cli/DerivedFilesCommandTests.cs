using System.CommandLine;
using System.Text.Json.Nodes;
using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Tests.Support;
using PoolTopology.TestKit;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Cli;

/// <summary><c>pool render</c>, <c>pool explain</c>, <c>pool lint</c>.</summary>
public sealed class DerivedFilesCommandTests : IDisposable
{
    private const string Config = """
        { "ByronGenesisFile": "shelley.json", "AlonzoGenesisFile": "shelley.json", "ConwayGenesisFile": "shelley.json",
          "ShelleyGenesisFile": "shelley.json", "ShelleyGenesisHash": "85a0a92aaac8c54d0e3ff1a286cd00aae9e2444ef2df659ceff9b6554963a429" }
        """;

    private readonly TempFolder _folder = new();
    private readonly string _file;

    public DerivedFilesCommandTests()
    {
        _file = Path.Combine(_folder.FullPath, "topology.yaml");
        File.WriteAllText(_file, File.ReadAllText(Path.Combine(RepositoryRoot.Find(), "topology.yaml"))
            .Replace("network: devnet", "network: ./net", StringComparison.Ordinal)
            .Replace("127.0.0.", "203.0.113.", StringComparison.Ordinal));
        Directory.CreateDirectory(Path.Combine(_folder.FullPath, "net"));
        File.WriteAllText(Path.Combine(_folder.FullPath, "net", "config.json"), Config);
        File.WriteAllText(Path.Combine(_folder.FullPath, "net", "shelley.json"), "{\n  \"networkMagic\": 1\n}\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Render_writes_every_machine_below_its_name_and_the_second_time_nothing()
    {
        string place = Path.Combine(_folder.FullPath, "out");

        (int code, string first) = Pool("render", place);
        (_, string second) = Pool("render", place);

        Assert.Equal(ExitCodes.Ok, code);
        Assert.True(File.Exists(Path.Combine(place, "vault/etc/systemd/system/pool-producer@bp.service")));
        Assert.Single(Directory.GetFiles(Path.Combine(place, "edge-1/etc/pooltopology/network"), "shelley.json", SearchOption.AllDirectories));
        Assert.True(File.Exists(Path.Combine(place, "monitoring/etc/prometheus/file_sd/pooltopology.json")));
        Assert.DoesNotContain(" 0 of them", first, StringComparison.Ordinal);
        Assert.Contains(" 0 of them new or changed", second, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_without_a_folder_prints_digests_that_are_the_same_in_every_run()
    {
        (_, string first) = Pool("render");
        (_, string second) = Pool("render", "-m", "edge-2");

        Assert.Equal(4, first.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains(second, first, StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{64}  edge-2, [0-9]+ files\n$", second);
    }

    [Theory]
    [InlineData("vault:/etc/systemd/system/pool-producer@bp.service:21")]
    [InlineData("/etc/systemd/system/pool-producer@bp.service:21")]
    [InlineData("out/vault/etc/systemd/system/pool-producer@bp.service:21")]
    public void Explain_names_the_line_of_topology_yaml_however_the_file_is_named(string place)
    {
        (int code, string output) = Pool("explain", place, "-o", "json");

        JsonNode line = Assert.Single(JsonNode.Parse(output)!.AsArray())!; // One object in a list.
        string[] source = ((string)line["source"]!).Split(':');
        Assert.Equal(ExitCodes.Ok, code);
        Assert.Equal(("vault", "producers.bp.port", "  --port 3001 \\"), ((string)line["machine"]!, (string)line["path"]!, (string)line["text"]!));
        Assert.Contains("port: 3001 # node to node", File.ReadAllLines(_file)[int.Parse(source[^2], System.Globalization.CultureInfo.InvariantCulture) - 1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/etc/pooltopology/firewall.nft:1", "4 machines have")]
    [InlineData("/etc/passwd:1", "is not a file that is derived")]
    [InlineData("vault:/etc/pooltopology/firewall.nft:100000", "lines")]
    [InlineData("vault:/etc/pooltopology/firewall.nft:0", "lines")]
    public void Explain_what_cannot_be_found_says_why(string place, string expected)
    {
        CommandFailure failure = Assert.Throws<CommandFailure>(() => Pool("explain", place));

        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, failure.ExitCode);
    }

    [Fact]
    public void Explain_without_a_line_explains_all_of_them()
    {
        (_, string output) = Pool("explain", "edge-1:/etc/pooltopology/relay-1/topology.json");

        Assert.Contains($"<- {_file}:", output, StringComparison.Ordinal);
        Assert.True(output.Split('\n').Length > 40);
    }

    [Fact]
    public void Lint_says_why_and_how_to_mend_it()
    {
        File.WriteAllText(_file, File.ReadAllText(_file).Replace("zone: south", "zone: north", StringComparison.Ordinal));

        (int code, string output) = Pool("lint");
        (int strict, _) = Pool("lint", "--strict");

        Assert.Equal((ExitCodes.Ok, ExitCodes.ValidationFailed), (code, strict));
        Assert.Contains("[PT010]\n    why: When it fails, the producer's blocks reach nobody.\n    fix: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Lint_looks_at_what_follows_from_the_file()
    {
        File.WriteAllText(Path.Combine(_folder.FullPath, "net", "shelley.json"), "{}");

        (int code, string output) = Pool("lint", "-o", "json");

        JsonNode[] findings = [.. JsonNode.Parse(output)!["findings"]!.AsArray().Where(finding => (string)finding!["severity"]! == "error")!];
        Assert.Equal(ExitCodes.ValidationFailed, code);
        Assert.All(findings, finding => Assert.Equal(("PT031", "pool.network"), ((string)finding["code"]!, (string)finding["path"]!)));
        Assert.Equal(4, findings.Length);
        Assert.False(string.IsNullOrEmpty((string?)findings[0]["why"]));
    }

    [Fact]
    public void Files_that_are_not_there_are_named_with_what_to_do()
    {
        Directory.Delete(Path.Combine(_folder.FullPath, "net"), recursive: true);

        CommandFailure failure = Assert.Throws<CommandFailure>(() => Pool("render"));

        Assert.Equal(ExitCodes.ValidationFailed, failure.ExitCode);
        Assert.Contains("net/config.json", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--network-files", failure.Hint, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Ok, Pool("lint").Code);
    }

    [Theory]
    [InlineData("config.json", "[]", "a JSON object was expected")]
    [InlineData("config.json", "{", "not JSON")]
    [InlineData("config.json", "{}", "it names no genesis: ByronGenesisFile, ShelleyGenesisFile, AlonzoGenesisFile, ConwayGenesisFile are missing")]
    [InlineData("config.json", "{ \"a\": 1, \"a\": 2 }", "not JSON")]
    [InlineData("config.json", "{ \"ShelleyGenesisFile\": \"/dev/zero\" }", "longer than 16 MiB")]
    [InlineData("config.json", "{ \"ShelleyGenesisFile\": \".\" }", "denied")]
    [InlineData("topology.json", "{}", "topology.json")]
    [InlineData("config.json", "{ \"ShelleyGenesisFile\": \"shelley.json\", \"ConwayGenesisFile\": \"../net/shelley.json\" }", "two different files are called shelley.json")]
    public void Files_that_are_wrong_are_refused(string name, string text, string expected)
    {
        File.WriteAllText(Path.Combine(_folder.FullPath, "net", name), text);

        CommandFailure failure = Assert.Throws<CommandFailure>(() => Pool("render"));

        Assert.Equal(ExitCodes.ValidationFailed, failure.ExitCode);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.Equal(failure.Message, Assert.Throws<CommandFailure>(() => Pool("lint")).Message);
    }

    private (int Code, string Output) Pool(params string[] arguments)
    {
        using StringWriter output = new();
        int code = PoolCommand.Create(CommonOptions.Verbose()).Parse([.. arguments, "-f", _file])
            .Invoke(new InvocationConfiguration { Output = output, EnableDefaultExceptionHandler = false });
        return (code, output.ToString());
    }
}
