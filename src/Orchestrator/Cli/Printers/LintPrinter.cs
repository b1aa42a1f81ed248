using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;
using PoolTopology.Topology.Lint;

namespace PoolTopology.Orchestrator.Cli.Printers;

/// <summary>Prints findings with the reason for each rule, and the rules themselves.</summary>
internal static class LintPrinter
{
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions Indented = new(OneLine) { WriteIndented = true, NewLine = "\n" };

    public static void Print(string file, TopologyResult result, OutputFormat format, TextWriter output)
    {
        switch (format)
        {
            case OutputFormat.Json:
                JsonObject document = FindingPrinter.Summary(file, result);
                document["findings"] = new JsonArray([.. result.Findings.Select(ToJson)]);
                output.Write(document.ToJsonString(Indented) + "\n");
                break;
            case OutputFormat.Ndjson:
                foreach (Finding finding in result.Findings)
                    output.Write(FindingPrinter.Event("diagnostic", ToJson(finding)));
                output.Write(FindingPrinter.Event("lint_summary", FindingPrinter.Summary(file, result)));
                break;
            default:
                foreach (Finding finding in result.Findings)
                    Print(finding, output);
                output.Write(FindingPrinter.Sentence(file, result) + "\n");
                break;
        }
    }

    public static void PrintRules(OutputFormat format, TextWriter output)
    {
        if (format == OutputFormat.Text)
        {
            foreach (LintRule rule in LintCatalog.All)
                output.Write($"{rule.Code}  {rule.Title}\n       why: {rule.Why}\n       fix: {rule.Fix}\n");
            return;
        }
        JsonObject[] rules = [.. LintCatalog.All.Select(ToJson)];
        if (format == OutputFormat.Json)
            output.Write(new JsonArray([.. rules]).ToJsonString(Indented) + "\n");
        else
            output.Write(string.Concat(rules.Select(rule => FindingPrinter.Event("rule", rule))));
    }

    private static void Print(Finding finding, TextWriter output)
    {
        output.Write(finding + "\n");
        if (LintCatalog.Find(finding.Code) is { } rule)
            output.Write($"    why: {rule.Why}\n    fix: {rule.Fix}\n");
    }

    private static JsonObject ToJson(Finding finding)
    {
        JsonObject json = FindingPrinter.ToJson(finding);
        LintRule? rule = LintCatalog.Find(finding.Code);
        json["why"] = rule?.Why;
        json["fix"] = rule?.Fix;
        return json;
    }

    private static JsonObject ToJson(LintRule rule) => new()
    {
        ["code"] = rule.Code,
        ["title"] = rule.Title,
        ["why"] = rule.Why,
        ["fix"] = rule.Fix,
    };
}
