using System.CommandLine;
using System.Text.Json.Nodes;
using PoolTopology.Orchestrator.Cli;
using PoolTopology.TestKit;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Cli;

public sealed class ValidateCommandTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}.yaml");

    private static string Example => File.ReadAllText(Path.Combine(RepositoryRoot.Find(), "topology.yaml"));

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Validate_good_file_says_what_it_describes_and_exits_0()
    {
        (int code, string output) = Validate(Example);

        Assert.Equal(ExitCodes.Ok, code);
        Assert.Equal($"{_file}: valid, 1 producer, 2 relays, 1 observer on 4 machines, 0 warnings\n", output);
    }

    [Fact]
    public void Validate_mistakes_are_lines_as_a_compiler_writes_them_and_exit_3()
    {
        (int code, string output) = Validate(Example.Replace("ticker: DEMO", "ticker: demo", StringComparison.Ordinal).Replace("edge-2:", "edge2:", StringComparison.Ordinal));

        Assert.Equal(ExitCodes.ValidationFailed, code);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.Equal($"{_file}:9:11: error: pool.ticker: \"demo\" is not a ticker of 3 to 5 capital letters or digits; hint: write DEMO [TY008]", lines[0]);
        Assert.Matches("^.*:[0-9]+:[0-9]+: error: relays.relay-2.machine: there is no machine \"edge-2\"; hint: did you mean edge2\\? \\[PT101\\]$", lines[1]);
        Assert.Equal($"{_file}: 2 errors, 0 warnings", lines[2]);
    }

    [Fact]
    public void Validate_as_json_is_one_document()
    {
        (int code, string output) = Validate(Example.Replace("port: 3001 # node", "port: x # node", StringComparison.Ordinal), "--output", "json");

        JsonNode document = JsonNode.Parse(output)!; // One object.
        Assert.Equal(ExitCodes.ValidationFailed, code);
        Assert.Equal((false, 1, 0), ((bool)document["valid"]!, (int)document["errors"]!, (int)document["warnings"]!));
        JsonNode finding = document["findings"]![0]!;
        Assert.Equal(("error", "producers.bp.port", "TY007"), ((string)finding["severity"]!, (string)finding["path"]!, (string)finding["code"]!));
        Assert.True((int)finding["line"]! > 1 && ((string)finding["hint"]!).Length > 0);
    }

    [Fact]
    public void Validate_as_ndjson_is_one_event_per_line_and_a_summary()
    {
        (int code, string output) = Validate(Example.Replace("zone: south", "zone: north", StringComparison.Ordinal), "--output", "ndjson");

        JsonNode[] events = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)]; // Objects.
        Assert.Equal(ExitCodes.Ok, code);
        Assert.Equal(["diagnostic", "validation_summary"], events.Select(e => (string)e["type"]!));
        Assert.Equal(("warning", "PT010"), ((string)events[0]["severity"]!, (string)events[0]["code"]!));
        Assert.Equal((true, 1), ((bool)events[1]["valid"]!, (int)events[1]["warnings"]!));
    }

    [Fact]
    public void Validate_strict_refuses_warnings()
    {
        string weak = Example.Replace("zone: south", "zone: north", StringComparison.Ordinal);

        Assert.Equal(ExitCodes.Ok, Validate(weak).Code);
        Assert.Equal(ExitCodes.ValidationFailed, Validate(weak, "--strict").Code);
        Assert.Equal(ExitCodes.Ok, Validate(Example, "--strict").Code);
    }

    [Fact]
    public void Validate_missing_file_exits_3_and_names_it()
    {
        (int code, string output) = Invoke("validate", "-f", _file + ".absent");

        Assert.Equal(ExitCodes.ValidationFailed, code);
        Assert.StartsWith($"{_file}.absent: error: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Schema_prints_a_json_schema()
    {
        (int code, string output) = Invoke("schema");

        Assert.Equal(ExitCodes.Ok, code);
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", (string)JsonNode.Parse(output)!["$schema"]!);
    }

    private (int Code, string Output) Validate(string text, params string[] options)
    {
        File.WriteAllText(_file, text);
        return Invoke(["validate", "-f", _file, .. options]);
    }

    private static (int Code, string Output) Invoke(params string[] arguments)
    {
        RootCommand root = new() { ValidateCommand.Create(), SchemaCommand.Create() };
        using StringWriter output = new();
        int code = root.Parse(arguments).Invoke(new InvocationConfiguration { Output = output });
        return (code, output.ToString());
    }
}
