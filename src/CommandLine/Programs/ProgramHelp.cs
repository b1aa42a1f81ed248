using System.CommandLine;
using PoolTopology.CommandLine.Completion;
using PoolTopology.CommandLine.Manual;

namespace PoolTopology.CommandLine.Programs;

/// <summary>What every program of ours offers beside its own verbs: completion and manual pages.</summary>
public static class ProgramHelp
{
    private static readonly (string Name, int Section)[] Family =
        [("pool", 1), ("pool-relay", 1), ("pool-producer", 1), ("pool-keys", 1), ("topology.yaml", 5)];

    /// <summary>Adds the verbs to a program whose manual is one page.</summary>
    /// <param name="root">The program's command tree.</param>
    /// <param name="program">The name that the program is installed under.</param>
    public static RootCommand AddTo(RootCommand root, string program)
    {
        root.Add(CompletionCommand.Create(program));
        root.Add(ManualCommand.Create((date, version) =>
            CommandPages.Of(root, program, date, version, hasVerbPages: false, Related(program))));
        return root;
    }

    /// <summary>The pages to name under SEE ALSO of a page.</summary>
    public static (string Name, int Section)[] Related(string page) => [.. Family.Where(other => other.Name != page)];
}
