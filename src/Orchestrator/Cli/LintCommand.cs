using System.CommandLine;
using PoolTopology.Orchestrator.Cli.Printers;
using PoolTopology.Orchestrator.Design;
using PoolTopology.Topology.Deployment;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;
using PoolTopology.Topology.Lint;

namespace PoolTopology.Orchestrator.Cli;

/// <summary><c>pool lint</c>: every finding of <c>pool validate</c> and of the rules over what follows from the file, with
/// the reason for each rule.</summary>
/// <remarks>Exit codes: 0 when the file can be used, 3 when it has errors (with --strict, warnings too).</remarks>
internal static class LintCommand
{
    public static Command Create()
    {
        Option<string> file = CommonOptions.File();
        Option<string?> networkFiles = CommonOptions.NetworkFiles();
        Option<OutputFormat> output = CommonOptions.Output();
        Option<bool> strict = new("--strict") { Description = "Treat warnings as errors." };
        Option<bool> rules = new("--rules") { Description = "List every rule with its reason, and check nothing." };
        Command command = new(
            "lint",
            "Check a topology file and everything that follows from it; say why each finding matters and what mends it. "
            + "Exit 0, or 3 on errors.")
        {
            file, networkFiles, output, strict, rules,
        };
        command.SetAction(result =>
        {
            TextWriter writer = result.InvocationConfiguration.Output;
            OutputFormat format = result.GetValue(output);
            if (result.GetValue(rules))
            {
                LintPrinter.PrintRules(format, writer);
                return ExitCodes.Ok;
            }
            string name = result.GetRequiredValue(file);
            (TopologyResult found, CommandFailure? wrongFiles) = Check(name, result.GetValue(networkFiles));
            LintPrinter.Print(name, found, format, writer);
            if (wrongFiles is not null)
                throw wrongFiles;
            Severity refused = result.GetValue(strict) ? Severity.Warning : Severity.Error;
            return found.Findings.Any(finding => finding.Severity >= refused) ? ExitCodes.ValidationFailed : ExitCodes.Ok;
        });
        return command;
    }

    /// <summary>
    /// The file as it was read, with the findings of all rules. Without the network's files the rules about config.json
    /// have nothing to look at; files that are there and wrong are told after the findings.
    /// </summary>
    private static (TopologyResult Found, CommandFailure? WrongFiles) Check(string file, string? networkFiles)
    {
        TopologyResult reading = TopologyReader.ReadFile(file);
        if (reading.Document is not { } document)
            return (reading, null);
        (DeploymentFacts facts, CommandFailure? wrongFiles) = FactsOf(document, file, networkFiles);
        PoolDerivation derivation = new(document, facts);
        ValueList<Finding> more = PoolLint.Check(reading, file, derivation);
        TopologyResult found = reading with
        {
            Findings = reading.Findings
                .Concat(more.Where(finding => !IsSaid(reading, finding)))
                .OrderBy(finding => finding.Position)
                .ToValueList(),
        };
        return (found, wrongFiles);
    }

    /// <summary>What is said about the file is not said again about each of the files that follow from it.</summary>
    private static bool IsSaid(TopologyResult reading, Finding finding) =>
        reading.Findings.Any(said => said.Code == finding.Code);

    private static (DeploymentFacts Facts, CommandFailure? WrongFiles) FactsOf(
        TopologyDocument document, string file, string? networkFiles)
    {
        if (networkFiles is null && !NetworkFilesReader.AreThere(document, file))
            return (DeploymentFacts.None, null);
        try
        {
            return (NetworkFilesReader.FactsOf(document, file, networkFiles), null);
        }
        catch (CommandFailure wrong)
        {
            return (DeploymentFacts.None, wrong);
        }
    }
}
