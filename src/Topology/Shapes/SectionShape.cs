using System.Text.Json.Nodes;
using PoolTopology.Topology.Findings;
using PoolTopology.Topology.Yaml;

namespace PoolTopology.Topology.Shapes;

/// <summary>A mapping with a fixed set of keys.</summary>
/// <typeparam name="T">What it reads into.</typeparam>
/// <param name="title">What it is called in messages: "a machine".</param>
/// <param name="build">Makes the value from the keys; placeholders stand for refused ones.</param>
/// <param name="keys">The keys in the order in which they are documented.</param>
internal sealed class SectionShape<T>(string title, Func<SectionValues, T> build, params Key[] keys) : Shape<T>, ISection
{
    public override string Expectation => $"{title} ({string.Join(", ", keys.Select(key => key.Name))})";

    public override T Placeholder => build(new SectionValues("", null, new ReadContext(new FindingCollector(""))));

    public IReadOnlyList<Key> Keys => keys;

    public override T Read(YamlValue value, string path, ReadContext context)
    {
        if (value is not YamlMap map)
        {
            context.WrongType(value, path, Expectation);
            return build(new SectionValues(path, null, context));
        }
        foreach (YamlEntry entry in map.Entries)
        {
            string entryPath = YamlPath.Key(path, entry.Key);
            context.Sources.Add(entryPath, entry.Value is YamlScalar ? entry.Value.Position : entry.KeyPosition);
            if (keys.All(key => key.Name != entry.Key))
                ReportUnknown(entry, entryPath, context);
        }
        if (map.IsComplete)
            ReportMissing(map, path, context);
        else
            context.Findings.MarkBroken(path);
        return build(new SectionValues(path, map, context));
    }

    public override JsonObject ToSchema()
    {
        JsonObject properties = [];
        foreach (Key key in keys)
        {
            JsonObject schema = key.ValueShape.ToSchema();
            schema["description"] = key.DefaultText is null ? key.Description : $"{key.Description} Default: {key.DefaultText}";
            properties[key.Name] = schema;
        }
        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. keys.Where(key => key.IsRequired).Select(key => JsonValue.Create(key.Name))]),
            ["additionalProperties"] = false,
        };
    }

    private void ReportUnknown(YamlEntry entry, string path, ReadContext context)
    {
        string names = string.Join(", ", keys.Select(key => key.Name));
        string hint = Spelling.Nearest(entry.Key, keys.Select(key => key.Name)) is { } nearest
            ? $"did you mean `{nearest}`?"
            : $"known here: {names}";
        context.Findings.Error(FindingCode.UnknownKey, entry.KeyPosition, path, $"unknown key {ReadContext.Quote(entry.Key)} in {title}", hint);
    }

    private void ReportMissing(YamlMap map, string path, ReadContext context)
    {
        SourcePosition position = path.Length == 0 ? SourcePosition.Start : context.Sources.Nearest(path);
        foreach (Key key in keys.Where(key => key.IsRequired && map.Entries.All(entry => entry.Key != key.Name)))
        {
            context.Findings.Error(FindingCode.MissingKey, position, YamlPath.Key(path, key.Name),
                $"{title} needs the key `{key.Name}`", $"add `{key.Name}:` with {key.ValueShape.Expectation}");
        }
    }
}
