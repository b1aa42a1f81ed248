using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;

namespace PoolTopology.Orchestrator.Cli.Printers;

/// <summary>Prints what was found in a topology.yaml, for people or for programs.</summary>
internal static class FindingPrinter
{
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions Indented = new(OneLine) { WriteIndented = true, NewLine = "\n" };

    public static void Print(string file, TopologyResult result, OutputFormat format, TextWriter output)
    {
        switch (format)
        {
            case OutputFormat.Json:
                JsonObject document = Summary(file, result);
                document["findings"] = new JsonArray([.. result.Findings.Select(ToJson)]);
                output.Write(document.ToJsonString(Indented) + "\n");
                break;
            case OutputFormat.Ndjson:
                foreach (Finding finding in result.Findings)
                    output.Write(Event("diagnostic", ToJson(finding)));
                output.Write(Event("validation_summary", Summary(file, result)));
                break;
            default:
                foreach (Finding finding in result.Findings)
                    output.Write(finding + "\n");
                output.Write(Sentence(file, result) + "\n");
                break;
        }
    }

    internal static string Event(string type, JsonObject fields)
    {
        JsonObject line = new() { ["type"] = type };
        foreach ((string key, JsonNode? value) in fields)
            line[key] = value?.DeepClone();
        return line.ToJsonString(OneLine) + "\n";
    }

    internal static JsonObject ToJson(Finding finding) => new()
    {
        ["severity"] = Word(finding.Severity),
        ["code"] = finding.Code,
        ["file"] = finding.File,
        ["line"] = finding.Position.Line,
        ["column"] = finding.Position.Column,
        ["path"] = finding.Path,
        ["message"] = finding.Message,
        ["hint"] = finding.Hint,
    };

    internal static JsonObject Summary(string file, TopologyResult result) => new()
    {
        ["file"] = file,
        ["valid"] = result.Document is not null,
        ["errors"] = Count(result, Severity.Error),
        ["warnings"] = Count(result, Severity.Warning),
        ["infos"] = Count(result, Severity.Info),
    };

    internal static string Sentence(string file, TopologyResult result)
    {
        int warnings = Count(result, Severity.Warning);
        if (result.Document is not { } document)
            return $"{file}: {Plural(Count(result, Severity.Error), "error")}, {Plural(warnings, "warning")}";
        string nodes = string.Join(", ", new[]
        {
            Plural(document.Producers.Count, "producer"), Plural(document.Relays.Count, "relay"), Plural(document.Observers.Count, "observer"),
        });
        return $"{file}: valid, {nodes} on {Plural(document.Machines.Count, "machine")}, {Plural(warnings, "warning")}";
    }

    private static string Plural(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    private static int Count(TopologyResult result, Severity severity) => result.Findings.Count(finding => finding.Severity == severity);

    private static string Word(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "info",
    };
}
