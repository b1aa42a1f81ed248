using System.Text.Json.Nodes;
using PoolTopology.Topology.Findings;
using PoolTopology.Topology.Yaml;

namespace PoolTopology.Topology.Shapes;

/// <summary>A mapping with a fixed set of keys.</summary>
/// <typeparam name="T">What it reads into.</typeparam>
/// <param name="title">What it is called in messages: "a machine".</param>
/// <param name="build">Makes the value from the keys; placeholders stand for refused ones.</param>
/// <param name="keys">The keys in the order in which they are documented.</param>
internal sealed class SectionShape<T>(string title, Func<SectionValues, T> build, params Key[] keys)
    : Shape<T>, ISection
{
    private static readonly Dictionary<string, YamlValue> NoValues = [];

    public override string Expectation => $"{title} ({string.Join(", ", keys.Select(key => key.Name))})";

    public override T Placeholder => build(new SectionValues("", NoValues, new ReadContext(new FindingCollector(""))));

    public IReadOnlyList<Key> Keys => keys;

    public override T Read(YamlValue value, string path, ReadContext context)
    {
        if (value is not YamlMap map)
        {
            context.WrongType(value, path, Expectation);
            return build(new SectionValues(path, NoValues, context));
        }
        Dictionary<string, YamlValue> values = ReadKeys(map, path, context);
        if (map.IsComplete)
            ReportMissing(values, path, context);
        else
            DistrustAbsent(values, path, context);
        return build(new SectionValues(path, values, context));
    }

    public override JsonObject ToSchema()
    {
        JsonObject properties = [];
        foreach (Key key in keys)
        {
            JsonObject schema = key.ValueShape.ToSchema();
            schema["description"] = key.DefaultText is null
                ? key.Description
                : $"{key.Description} Default: {key.DefaultText}";
            properties[key.Name] = schema;
        }
        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray(
                [.. keys.Where(key => key.IsRequired).Select(key => JsonValue.Create(key.Name))]),
            ["additionalProperties"] = false,
        };
    }

    /// <summary>
    /// The values by the name of their key. A misspelt key is reported once and then stands for the key that was
    /// meant, so that it is not reported as missing too and mistakes inside it are found in the same run.
    /// </summary>
    private Dictionary<string, YamlValue> ReadKeys(YamlMap map, string path, ReadContext context)
    {
        Dictionary<string, YamlValue> values = new(StringComparer.Ordinal);
        foreach (YamlEntry entry in map.Entries.Where(IsKnown))
            Take(entry.Key, entry);
        foreach (YamlEntry entry in map.Entries.Where(entry => !IsKnown(entry)))
        {
            string? meant = Spelling.Nearest(entry.Key, keys.Select(key => key.Name));
            ReportUnknown(entry, path, meant, context);
            if (meant is not null && !values.ContainsKey(meant))
                Take(meant, entry);
        }
        return values;

        void Take(string name, YamlEntry entry)
        {
            context.Sources.Add(
                YamlPath.Key(path, name), entry.Value is YamlScalar ? entry.Value.Position : entry.KeyPosition);
            values[name] = entry.Value;
        }
    }

    /// <summary>
    /// Where the text broke off inside this mapping, keys that are absent may have stood in the rest.
    /// </summary>
    private void DistrustAbsent(Dictionary<string, YamlValue> values, string path, ReadContext context)
    {
        foreach (Key key in keys.Where(key => !values.ContainsKey(key.Name)))
            context.Findings.MarkBroken(YamlPath.Key(path, key.Name));
    }

    private bool IsKnown(YamlEntry entry) => keys.Any(key => key.Name == entry.Key);

    private void ReportUnknown(YamlEntry entry, string path, string? meant, ReadContext context)
    {
        string hint = meant is not null
            ? $"did you mean `{meant}`?"
            : $"known here: {string.Join(", ", keys.Select(key => key.Name))}";
        context.Findings.Error(FindingCode.UnknownKey, entry.KeyPosition, YamlPath.Key(path, entry.Key),
            $"unknown key {ReadContext.Quote(entry.Key)} in {title}", hint);
    }

    private void ReportMissing(Dictionary<string, YamlValue> values, string path, ReadContext context)
    {
        SourcePosition position = path.Length == 0 ? SourcePosition.Start : context.Sources.Nearest(path);
        foreach (Key key in keys.Where(key => key.IsRequired && !values.ContainsKey(key.Name)))
        {
            context.Findings.Error(FindingCode.MissingKey, position, YamlPath.Key(path, key.Name),
                $"{title} needs the key `{key.Name}`", $"add `{key.Name}:` with {key.ValueShape.Expectation}");
        }
    }
}
