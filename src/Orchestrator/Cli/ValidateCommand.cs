using System.CommandLine;
using PoolTopology.Orchestrator.Cli.Printers;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;

namespace PoolTopology.Orchestrator.Cli;

/// <summary><c>pool validate</c>: names everything that is wrong with a topology.yaml, without touching anything.</summary>
/// <remarks>Exit codes: 0 when the file can be used, 3 when it has errors or cannot be read.</remarks>
internal static class ValidateCommand
{
    public static Command Create()
    {
        Option<string> file = CommonOptions.File();
        Option<OutputFormat> output = CommonOptions.Output();
        Option<bool> strict = new("--strict") { Description = "Treat warnings as errors." };
        Command command = new("validate", "Check a topology file: every mistake at once, with line and hint. Exit 0, or 3 when it cannot be used.")
        {
            file, output, strict,
        };
        command.SetAction(result => Run(
            result.GetValue(file) ?? CommonOptions.DefaultFile,
            result.GetValue(output),
            result.GetValue(strict) ? Severity.Warning : Severity.Error,
            result.InvocationConfiguration.Output));
        return command;
    }

    /// <summary>Checks a file and prints what was found.</summary>
    /// <param name="file">The file.</param>
    /// <param name="format">For whom to print.</param>
    /// <param name="refusedFrom">The least severity that makes the command fail.</param>
    /// <param name="output">Where to print.</param>
    internal static int Run(string file, OutputFormat format, Severity refusedFrom, TextWriter output)
    {
        TopologyResult result = TopologyReader.ReadFile(file);
        FindingPrinter.Print(file, result, format, output);
        return result.Findings.Any(finding => finding.Severity >= refusedFrom) ? ExitCodes.ValidationFailed : ExitCodes.Ok;
    }
}
