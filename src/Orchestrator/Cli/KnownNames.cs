using System.CommandLine;
using System.CommandLine.Completions;
using PoolTopology.Topology.Document;

namespace PoolTopology.Orchestrator.Cli;

/// <summary>Names that a shell can complete: those of the topology file that the command line is about.</summary>
internal static class KnownNames
{
    /// <summary>Makes an option complete to the names of machines.</summary>
    public static Option<T> OfMachines<T>(Option<T> option)
    {
        option.CompletionSources.Add(context => MachinesOf(FileOf(context)));
        return option;
    }

    // What was typed so far may be incomplete in every way: completion says nothing then, and never fails.
    private static string FileOf(CompletionContext context)
    {
        Option<string>? file = context.ParseResult.CommandResult.Command.Options.OfType<Option<string>>()
            .FirstOrDefault(option => option.Name == "--file");
        return file is null ? CommonOptions.DefaultFile : context.ParseResult.GetValue(file) ?? CommonOptions.DefaultFile;
    }

    private static IEnumerable<CompletionItem> MachinesOf(string file) =>
        File.Exists(file) && TopologyReader.ReadFile(file).Document is { } document
            ? document.Machines.Select(machine => new CompletionItem(machine.Name))
            : [];
}
