namespace PoolTopology.Orchestrator.Agent.Firewall;

/// <summary>Rule sets as text: which ones the agent loads at all.</summary>
internal static class RuleText
{
    /// <summary>The longest rule set, in bytes.</summary>
    public const int MaximumSizeBytes = 4 * 1024 * 1024;

    /// <summary>The pool's table.</summary>
    public const string Table = "inet pool";

    /// <summary>Removes the table, whether it is there or not; nft 1.0.6 has no <c>destroy</c>.</summary>
    public const string Absent = $"table {Table}\ndelete table {Table}\n";

    private static readonly string[] Statements = ["table", "add table", "delete table", "destroy table", "flush table"];

    /// <summary>
    /// Why a text is not loaded: it touches more than the pool's table, which the armed revert could not take back; null
    /// where it does not.
    /// </summary>
    public static string? Problem(string text)
    {
        int depth = 0;
        int number = 0;
        bool deletes = false;
        foreach (string raw in text.Split('\n'))
        {
            number++;
            string line = WithoutComment(raw).Trim();
            if (line.Length == 0)
                continue;
            if (line.StartsWith("include", StringComparison.Ordinal))
                return $"line {number}: a rule set is one file; '{line}' is not accepted";
            if (depth == 0)
            {
                if (!IsOurs(line))
                    return $"line {number}: '{line}' is not about table {Table}";
                deletes |= line.StartsWith("delete", StringComparison.Ordinal) || line.StartsWith("destroy", StringComparison.Ordinal);
            }

            if (line.Contains(';') && depth == 0)
                return $"line {number}: one statement in a line";
            (int change, int lowest) = Braces(line);
            // Where the table ends, nothing else may stand in the line: it would not be looked at.
            if (depth > 0 && depth + lowest <= 0 && line != "}")
                return $"line {number}: the end of the table is a line of its own";
            depth += change;
            if (depth < 0)
                return $"line {number}: a brace too many is closed";
        }

        return depth != 0 ? "a brace is not closed"
            : deletes ? null
            : $"it does not begin with 'delete table {Table}': the rules before would stay";
    }

    private static bool IsOurs(string line)
    {
        string words = string.Join(' ', line.TrimEnd('{', '}', ' ').Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return Statements.Any(statement => words == $"{statement} {Table}");
    }

    /// <summary>By how much a line changes the depth, and the lowest that it comes to on the way.</summary>
    private static (int Change, int Lowest) Braces(string line)
    {
        int depth = 0;
        int lowest = 0;
        bool isQuoted = false;
        foreach (char c in line)
        {
            isQuoted ^= c == '"';
            if (!isQuoted)
                depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            lowest = Math.Min(lowest, depth);
        }

        return (depth, lowest);
    }

    private static string WithoutComment(string line)
    {
        bool isQuoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            isQuoted ^= line[i] == '"';
            if (line[i] == '#' && !isQuoted)
                return line[..i];
        }

        return line;
    }
}
