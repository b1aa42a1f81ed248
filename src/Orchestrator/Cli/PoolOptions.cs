using System.CommandLine;
using System.CommandLine.Parsing;

namespace PoolTopology.Orchestrator.Cli;

/// <summary>Options that several commands share, with one meaning everywhere.</summary>
internal static class PoolOptions
{
    private const string DefaultTopology = "topology.yaml";
    private const string DefaultStateName = ".pool";

    /// <summary>The topology file.</summary>
    public static Option<string> TopologyFile() => new("--file", "-f")
    {
        Description = "The topology file.",
        HelpName = "FILE",
        DefaultValueFactory = _ => DefaultTopology,
    };

    /// <summary>The state directory; its default lies beside the topology file.</summary>
    public static Option<string?> StateDirectory() => new("--state")
    {
        Description = "Where keys, chains and logs are kept. [default: .pool beside the topology file]",
        HelpName = "DIR",
    };

    /// <summary>The form of the output.</summary>
    public static Option<OutputFormat> Output(params OutputFormat[] offered) => Restrict(new Option<OutputFormat>("--output", "-o")
    {
        Description = "The form of what is written to stdout.",
        HelpName = string.Join('|', offered.Select(Word)),
        DefaultValueFactory = _ => OutputFormat.Text,
        CustomParser = result => ParseFormat(result, offered),
    });

    /// <summary>A length of time.</summary>
    public static Option<TimeSpan?> Duration(string name, string description) => Restrict(new Option<TimeSpan?>(name)
    {
        Description = description,
        HelpName = "DURATION",
        CustomParser = ParseDuration,
    });

    /// <summary>Details of unexpected failures. Everywhere.</summary>
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

    private static Option<T> Restrict<T>(Option<T> option)
    {
        option.Arity = ArgumentArity.ExactlyOne;
        return option;
    }

    private static string Word(OutputFormat format) => format.ToString().ToLowerInvariant();

    private static OutputFormat ParseFormat(ArgumentResult result, OutputFormat[] offered)
    {
        string text = result.Tokens[0].Value;
        foreach (OutputFormat format in offered)
        {
            if (text == Word(format))
                return format;
        }

        result.AddError($"--output {text}: choose {string.Join(", ", offered.Select(Word))}");
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
