using System.Text.Json.Nodes;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Yaml;

namespace PoolTopology.Topology.Shapes;

/// <summary>A list of values of one shape.</summary>
internal sealed class ListShape<T>(string title, Shape<T> item, int minItems = 0) : Shape<ValueList<T>>, IContainer
{
    public override string Expectation => title;

    public override ValueList<T> Placeholder => [];

    public Shape Item => item;

    public override ValueList<T> Read(YamlValue value, string path, ReadContext context)
    {
        if (value is not YamlList list || list.Items.Count < minItems)
        {
            context.WrongType(value, path, title);
            return [];
        }
        List<T> items = [];
        for (int i = 0; i < list.Items.Count; i++)
        {
            string itemPath = YamlPath.Index(path, i);
            context.Sources.Add(itemPath, list.Items[i].Position);
            items.Add(item.Read(list.Items[i], itemPath, context));
        }
        return items.ToValueList();
    }

    public override JsonObject ToSchema()
    {
        JsonObject schema = new() { ["type"] = "array", ["items"] = item.ToSchema() };
        if (minItems > 0)
            schema["minItems"] = minItems;
        return schema;
    }
}
