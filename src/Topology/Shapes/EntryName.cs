using System.Text.RegularExpressions;

namespace PoolTopology.Topology.Shapes;

/// <summary>Names that an operator gives to machines and nodes.</summary>
/// <remarks>They become names of folders, units, counters and namespaces, so they are kept plain and short.</remarks>
internal static partial class EntryName
{
    public const string Pattern = "^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$";

    public const string Rule =
        "a name has 1 to 32 letters, digits, hyphens or underscores, and begins with a letter or digit";

    public static bool IsGood(string name) => !name.EndsWith('\n') && NamePattern().IsMatch(name);

    [GeneratedRegex(Pattern, RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
