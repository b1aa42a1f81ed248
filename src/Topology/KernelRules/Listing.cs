using System.Text.Json;

namespace PoolTopology.Topology.KernelRules;

/// <summary>The objects of nft's listing by kind, before any rule is read.</summary>
internal sealed class Listing
{
    /// <summary>What lies in a table and has no influence by itself: rules refer to it, and are read.</summary>
    private static readonly string[] Passive =
        ["metainfo", "counter", "quota", "limit", "ct helper", "ct timeout", "ct expectation", "flowtable", "secmark", "synproxy"];

    private Listing()
    {
    }

    public List<JsonElement> Tables { get; } = [];

    public List<JsonElement> Chains { get; } = [];

    public List<JsonElement> Sets { get; } = [];

    public List<JsonElement> Rules { get; } = [];

    /// <summary>Sorts a listing's objects.</summary>
    /// <exception cref="NotUnderstoodException">There is one of an unknown kind.</exception>
    public static Listing Collect(JsonElement.ArrayEnumerator objects)
    {
        Listing listing = new();
        foreach (JsonElement one in objects)
        {
            (string kind, JsonElement body) = Json.Tagged(one);
            List<JsonElement>? place = kind switch
            {
                "table" => listing.Tables,
                "chain" => listing.Chains,
                "set" or "map" => listing.Sets,
                "rule" => listing.Rules,
                _ when Passive.Contains(kind) => null,
                _ => throw new NotUnderstoodException($"\"{kind}\" {Json.Short(body)}"),
            };
            place?.Add(body);
        }
        return listing;
    }
}
