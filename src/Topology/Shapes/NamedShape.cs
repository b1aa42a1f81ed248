using System.Text.Json.Nodes;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;
using PoolTopology.Topology.Yaml;

namespace PoolTopology.Topology.Shapes;

/// <summary>A mapping from names that the operator chooses to values of one shape.</summary>
/// <typeparam name="T">What each entry reads into; it takes its name from its path.</typeparam>
internal sealed class NamedShape<T>(string title, Shape<T> item) : Shape<ValueList<T>>, IContainer
{
    public override string Expectation => title;

    public override ValueList<T> Placeholder => [];

    public Shape Item => item;

    public override ValueList<T> Read(YamlValue value, string path, ReadContext context)
    {
        if (value is not YamlMap map)
        {
            context.WrongType(value, path, title);
            return [];
        }
        if (!map.IsComplete)
            context.Findings.MarkBroken(path);
        List<T> items = [];
        foreach (YamlEntry entry in map.Entries)
        {
            string entryPath = YamlPath.Key(path, entry.Key);
            context.Sources.Add(entryPath, entry.KeyPosition);
            if (!EntryName.IsGood(entry.Key))
                context.Findings.Error(
                    FindingCode.BadValue, entry.KeyPosition, entryPath,
                    $"{ReadContext.Quote(entry.Key)} is not a good name", EntryName.Rule);
            items.Add(item.Read(entry.Value, entryPath, context));
        }
        return items.ToValueList();
    }

    public override JsonObject ToSchema() => new()
    {
        ["type"] = "object",
        ["propertyNames"] = new JsonObject { ["pattern"] = EntryName.Pattern },
        ["additionalProperties"] = item.ToSchema(),
    };
}
