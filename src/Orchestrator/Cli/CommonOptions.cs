using System.CommandLine;

namespace PoolTopology.Orchestrator.Cli;

/// <summary>The options that several commands share.</summary>
internal static class CommonOptions
{
    /// <summary>The topology.yaml that is looked for when none is named.</summary>
    public const string DefaultFile = "topology.yaml";

    /// <summary><c>-f FILE</c>.</summary>
    public static Option<string> File() => new("--file", "-f")
    {
        Description = "The topology file.",
        HelpName = "FILE",
        DefaultValueFactory = _ => DefaultFile,
    };

    /// <summary><c>--output text|json|ndjson</c>.</summary>
    public static Option<OutputFormat> Output() => new("--output", "-o")
    {
        Description = "text for people, json for one document, ndjson for one event per line.",
        HelpName = "text|json|ndjson",
        DefaultValueFactory = _ => OutputFormat.Text,
    };
}
