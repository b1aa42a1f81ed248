using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PoolTopology.Topology.Vocabulary;

namespace PoolTopology.Topology.Document;

/// <summary>The JSON Schema of topology.yaml, made from the table that <see cref="TopologyReader"/> reads by.</summary>
/// <remarks>
/// Spec: https://json-schema.org/draft/2020-12/schema. A file that satisfies the schema has the right keys and types;
/// references between keys, and what makes a safe pool, only the reader checks.
/// </remarks>
public static class TopologySchema
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // The text never reaches a web page.
    };

    /// <summary>The schema as JSON text with a final newline: the same program gives the same bytes.</summary>
    public static string Render()
    {
        JsonObject schema = new()
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "topology.yaml",
            ["description"] = "A Cardano stake pool in one file.",
        };
        foreach ((string key, JsonNode? value) in DocumentKeys.Shape.ToSchema())
            schema[key] = value?.DeepClone();
        return schema.ToJsonString(Options) + "\n";
    }
}
