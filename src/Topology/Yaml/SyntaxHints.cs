using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Yaml;

/// <summary>Guesses from the line of a syntax error what the writer meant.</summary>
internal static class SyntaxHints
{
    public static string For(string text, SourcePosition position)
    {
        string line = LineOf(text, position.Line);
        string indent = line[..^line.TrimStart().Length];
        if (indent.Contains('\t', StringComparison.Ordinal))
            return "indent with spaces; YAML does not take tabs";
        if (line.Any(c => char.IsControl(c) && c != '\t'))
            return "remove the control character in this line";
        string content = line.Trim();
        if (content.StartsWith('@') || content.Contains(": @", StringComparison.Ordinal)
            || content.Contains(": `", StringComparison.Ordinal))
            return "put the value in quotes";
        int colon = content.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && colon < content.Length - 1 && content[colon + 1] != ' ')
            return "write a space after the colon";
        return "look at this line and the one before it: indentation, brackets and quotes must match";
    }

    /// <summary>
    /// Where a tab first stands in the indentation of a line; the parser names the beginning of the mapping instead.
    /// </summary>
    public static SourcePosition? FirstIndentingTab(string text, SourcePosition from)
    {
        int number = 0;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            int tab = line[..^line.TrimStart().Length].IndexOf('\t');
            if (++number >= from.Line && tab >= 0)
                return new SourcePosition(number, tab + 1);
        }
        return null;
    }

    private static string LineOf(string text, int number)
    {
        ReadOnlySpan<char> rest = text;
        for (int line = 1; line < number; line++)
        {
            int end = rest.IndexOf('\n');
            if (end < 0)
                return "";
            rest = rest[(end + 1)..];
        }
        int stop = rest.IndexOf('\n');
        return (stop < 0 ? rest : rest[..stop]).TrimEnd('\r').ToString();
    }
}
