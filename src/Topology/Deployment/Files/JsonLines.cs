using System.Globalization;
using System.Text.Json;

namespace PoolTopology.Topology.Deployment.Files;

/// <summary>Finds out which value stands on each line of an indented JSON text.</summary>
internal static class JsonLines
{
    /// <summary>
    /// For every line the steps that lead to the first value on it: names of properties and positions in lists.
    /// A closing bracket belongs to the list or object that it closes.
    /// </summary>
    /// <param name="json">JSON in which every line holds a token.</param>
    public static IReadOnlyList<string[]> StepsOf(ReadOnlyMemory<byte> json)
    {
        List<string[]> lines = [];
        List<Level> levels = [];
        Utf8JsonReader reader = new(json.Span);
        int scanned = 0;
        int line = 0;
        while (reader.Read())
        {
            int start = (int)reader.TokenStartIndex;
            line += json.Span[scanned..start].Count((byte)'\n');
            scanned = start;
            Enter(ref reader, levels);
            if (lines.Count == line)
                lines.Add([.. levels.Select(level => level.Step).OfType<string>()]);
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                levels.Add(new Level(reader.TokenType == JsonTokenType.StartArray));
        }
        return lines;
    }

    private static void Enter(ref Utf8JsonReader reader, List<Level> levels)
    {
        if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            levels.RemoveAt(levels.Count - 1);
        else if (reader.TokenType == JsonTokenType.PropertyName)
            levels[^1].Name = reader.GetString();
        else if (levels.Count > 0 && levels[^1].IsList)
            levels[^1].Index++;
    }

    private sealed class Level(bool isList)
    {
        public bool IsList => isList;

        public string? Name { get; set; }

        public int Index { get; set; } = -1;

        public string? Step => isList ? Index.ToString(CultureInfo.InvariantCulture) : Name;
    }
}
