using System.Text.Json.Nodes;
using PoolTopology.CommandLine.Manual;
using PoolTopology.CommandLine.Programs;
using PoolTopology.Topology.Document;

namespace PoolTopology.Orchestrator.Cli;

/// <summary>The manual page topology.yaml(5), made from the schema: every key with its type and meaning.</summary>
internal static class TopologyPage
{
    private const string Name = "topology.yaml";
    private const int FileFormats = 5;

    private static readonly string[] Smallest =
    [
        "version: 1",
        "pool: { name: Demo, ticker: DEMO, network: devnet }",
        "machines:",
        "  vault:  { address: 127.0.0.11 }",
        "  edge-1: { address: 127.0.0.12, zone: north }",
        "  edge-2: { address: 127.0.0.13, zone: south }",
        "producers:",
        "  bp:      { machine: vault, port: 3001 }",
        "relays:",
        "  relay-1: { machine: edge-1, port: 3001 }",
        "  relay-2: { machine: edge-2, port: 3001 }",
    ];

    /// <summary>The page.</summary>
    public static ManualPage Of(string date, string version)
    {
        Roff page = new(Name, FileFormats, date, version);
        page.Name(Name, "a Cardano stake pool in one file");
        page.Section("DESCRIPTION").Text(
            """
            The machines of a stake pool, its hidden block producer, the relays in front of it, their peers, who may reach
            what, and how changes are rolled out. YAML 1.2; unknown keys are refused.

            `pool validate` names every mistake with its line, `pool lint` what is unsafe, `pool schema` prints the JSON
            Schema for editors. NAME below stands for a name of your own: lower-case letters, digits and hyphens.
            """);
        page.Section("KEYS");
        JsonObject schema = JsonNode.Parse(TopologySchema.Render())!.AsObject();
        Keys(page, schema, "");
        page.Section("EXAMPLE").Text("A pool that `pool up` runs on one computer:").Example(Smallest);
        page.SeeAlso(ProgramHelp.Related(Name));
        return new ManualPage(Name, FileFormats, page.ToString());
    }

    private static void Keys(Roff page, JsonObject shape, string path)
    {
        HashSet<string> required = [.. (shape["required"] as JsonArray)?.Select(name => name!.GetValue<string>()) ?? []];
        foreach ((string key, JsonNode? value) in shape["properties"] as JsonObject ?? [])
        {
            JsonObject of = value!.AsObject();
            string name = path.Length == 0 ? key : $"{path}.{key}";
            string term = $"{Roff.Bold(name)}  ({Roff.Escape(KindOf(of) + (required.Contains(key) ? ", required" : ""))})";
            page.Term(term, of["description"]?.GetValue<string>() ?? "");
            Below(page, of, name);
        }
    }

    private static void Below(Roff page, JsonObject shape, string name)
    {
        Keys(page, shape, name);
        if (shape["additionalProperties"] is JsonObject entry)
            Below(page, entry, name + ".NAME");
        if (shape["items"] is JsonObject item)
            Below(page, item, name + "[]");
        foreach (JsonNode? choice in (shape["anyOf"] ?? shape["oneOf"]) as JsonArray ?? [])
            Below(page, choice!.AsObject(), name);
    }

    private static string KindOf(JsonObject shape)
    {
        if (shape["const"] is { } only)
            return only.ToJsonString();
        if (shape["enum"] is JsonArray words)
            return string.Join(" | ", words.Select(word => word!.ToString()));
        return shape["type"] switch
        {
            JsonArray types => string.Join(" or ", types.Select(type => type!.ToString())),
            { } type when type.ToString() == "array" && shape["items"] is JsonObject item => "list of " + KindOf(item),
            { } type when type.ToString() == "object" && shape["additionalProperties"] is JsonObject => "by name",
            { } type when type.ToString() == "object" => "section",
            { } type => type.ToString(),
            null when (shape["anyOf"] ?? shape["oneOf"]) is JsonArray choices =>
                string.Join(" or ", choices.Select(choice => KindOf(choice!.AsObject())).Distinct()),
            null => "any",
        };
    }
}
