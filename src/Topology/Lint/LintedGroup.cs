using System.Globalization;
using System.Text.Json.Nodes;

namespace PoolTopology.Topology.Lint;

/// <summary>One group of localRoots in a node's topology.json, read as JSON and not as what it was made from.</summary>
internal sealed class LintedGroup(LintedFile file, int index, JsonNode group)
{
    private readonly string _index = index.ToString(CultureInfo.InvariantCulture);

    /// <summary>The peers as ADDRESS:PORT.</summary>
    public string[] Peers { get; } =
        [.. (group["accessPoints"] as JsonArray ?? []).Select(point => $"{point?["address"]}:{point?["port"]}")];

    public int Hot => Number("hotValency") ?? Number("valency") ?? 0;

    public int Warm => Number("warmValency") ?? Hot;

    public bool IsTrusted => Truth("trustable");

    public bool IsAdvertised => Truth("advertise");

    /// <summary>The line of one of the group's keys.</summary>
    public int LineAt(string key) => file.LineAt("localRoots", _index, key);

    private int? Number(string key) => group[key] is JsonValue value && value.TryGetValue(out int number) ? number : null;

    private bool Truth(string key) => group[key] is JsonValue value && value.TryGetValue(out bool truth) && truth;
}
