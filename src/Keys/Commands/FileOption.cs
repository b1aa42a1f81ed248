using System.CommandLine;

namespace PoolTopology.Keys.Commands;

/// <summary>Options that name files, spelled as in <c>cardano-cli</c>.</summary>
internal static class FileOption
{
    public static Option<string> Required(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "FILE",
        Required = true,
    };
}
