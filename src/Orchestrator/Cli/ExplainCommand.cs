using System.CommandLine;
using PoolTopology.Orchestrator.Cli.Printers;
using PoolTopology.Orchestrator.Design;

namespace PoolTopology.Orchestrator.Cli;

/// <summary><c>pool explain FILE:LINE</c>: which line of topology.yaml caused a line of a derived file, and why.</summary>
/// <remarks>
/// FILE is a path on a machine (with --machine, or MACHINE:FILE, where several machines have it), or a file that
/// <c>pool render</c> wrote. Without a line, every line is explained.
/// </remarks>
internal static class ExplainCommand
{
    public static Command Create()
    {
        Option<string> file = CommonOptions.File();
        Option<string?> networkFiles = CommonOptions.NetworkFiles();
        Option<string?> machine = KnownNames.OfMachines(
            new Option<string?>("--machine", "-m") { Description = "The machine that has the file.", HelpName = "NAME" });
        Option<OutputFormat> output = CommonOptions.Output(OutputFormat.Text, OutputFormat.Json);
        Argument<string> place = new("FILE[:LINE]")
        {
            Description = "A derived file as it lies on a machine, or as `pool render` wrote it, and a line of it.",
        };
        Command command = new("explain", "Name the line of topology.yaml behind a line of a derived file, and the reason.")
        {
            place, file, networkFiles, machine, output,
        };
        command.SetAction(result =>
        {
            string topologyFile = result.GetRequiredValue(file);
            DerivedPool pool = DerivedPool.Read(topologyFile, result.GetValue(networkFiles));
            ExplainedLine[] lines =
                [.. new LineExplanation(pool, topologyFile).Of(result.GetRequiredValue(place), result.GetValue(machine))];
            ExplanationPrinter.Print(lines, result.GetValue(output), result.InvocationConfiguration.Output);
            return ExitCodes.Ok;
        });
        return command;
    }
}
