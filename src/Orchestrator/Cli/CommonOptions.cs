using System.CommandLine;
using System.CommandLine.Parsing;

namespace PoolTopology.Orchestrator.Cli;

/// <summary>The options that several commands share, with one meaning everywhere.</summary>
internal static class CommonOptions
{
    /// <summary>The topology.yaml that is looked for when none is named.</summary>
    public const string DefaultFile = "topology.yaml";

    private const string DefaultStateName = ".pool";

    /// <summary><c>-f FILE</c>.</summary>
    public static Option<string> File() => new("--file", "-f")
    {
        Description = "The topology file.",
        HelpName = "FILE",
        DefaultValueFactory = _ => DefaultFile,
    };

    /// <summary><c>--state DIR</c>; its default lies beside the topology file.</summary>
    public static Option<string?> StateDirectory() => new("--state")
    {
        Description = "Where keys, chains and logs are kept. [default: .pool beside the topology file]",
        HelpName = "DIR",
    };

    /// <summary><c>--network-files DIR</c>.</summary>
    public static Option<string?> NetworkFiles() => new("--network-files")
    {
        Description = "The folder with the network's config.json and genesis files. "
            + "[default: pool.networkFiles, or networks/NAME beside the topology file; a devnet has none]",
        HelpName = "DIR",
    };

    /// <summary><c>--output text|json|ndjson</c>, or those of them that a command offers.</summary>
    public static Option<OutputFormat> Output(params OutputFormat[] offered)
    {
        OutputFormat[] choices = offered.Length == 0 ? Enum.GetValues<OutputFormat>() : offered;
        Option<OutputFormat> output = new("--output", "-o")
        {
            Description = "text for people, json for one document, ndjson for one event per line. [default: text]",
            HelpName = string.Join('|', choices.Select(Word)),
            Arity = ArgumentArity.ExactlyOne,
            CustomParser = result => ParseFormat(result, choices),
        };
        output.CompletionSources.Clear();
        output.CompletionSources.Add([.. choices.Select(Word)]);
        return output;
    }

    /// <summary>A length of time.</summary>
    public static Option<TimeSpan?> Duration(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DURATION",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = ParseDuration,
    };

    /// <summary>Details of unexpected failures; for every command.</summary>
    public static Option<bool> Verbose() => new("--verbose", "-v")
    {
        Description = "Tell the details of an unexpected failure.",
        Recursive = true,
    };

    /// <summary>The state directory to use: as asked, or beside the topology file.</summary>
    public static string StateDirectoryOf(string? asked, string topologyFile)
    {
        if (asked is not null)
            return Path.GetFullPath(asked);
        string folder = Path.GetDirectoryName(Path.GetFullPath(topologyFile)) ?? "/";
        return Path.Combine(folder, DefaultStateName);
    }

    private static string Word(OutputFormat format) => format.ToString().ToLowerInvariant();

    private static OutputFormat ParseFormat(ArgumentResult result, OutputFormat[] choices)
    {
        string text = result.Tokens[0].Value;
        foreach (OutputFormat format in choices)
        {
            if (text == Word(format))
                return format;
        }

        result.AddError($"--output {text}: choose {string.Join(", ", choices.Select(Word))}");
        return OutputFormat.Text;
    }

    private static TimeSpan? ParseDuration(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        TimeSpan? duration = DurationText.TryParse(text);
        if (duration is null)
            result.AddError($"\"{text}\" is not a duration: write 500ms, 90s, 2m or 1h30m");
        return duration;
    }
}
