using System.Text.Encodings.Web;
using System.Text.Json;
using PoolTopology.Orchestrator.Design;

namespace PoolTopology.Orchestrator.Cli.Printers;

/// <summary>Prints why lines of a derived file are as they are.</summary>
internal static class ExplanationPrinter
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Print(IReadOnlyList<ExplainedLine> lines, OutputFormat format, TextWriter output)
    {
        if (format == OutputFormat.Json)
            output.Write(JsonSerializer.Serialize(lines, Options) + "\n");
        else if (lines.Count == 1)
            PrintOne(lines[0], output);
        else
            PrintAll(lines, output);
    }

    private static void PrintOne(ExplainedLine line, TextWriter output)
    {
        output.Write($"{line.Machine}:{line.File}:{line.Line}\n    {line.Text.Trim()}\n");
        output.Write($"from {line.Source} ({line.Path}{(line.IsWritten ? "" : ", left out: its default")})\n");
        output.Write($"because: {line.Reason}\n");
    }

    private static void PrintAll(IReadOnlyList<ExplainedLine> lines, TextWriter output)
    {
        foreach (ExplainedLine line in lines)
            output.Write($"{line.Line,5}  {line.Text}\n       <- {line.Source} {line.Path}: {line.Reason}\n");
    }
}
