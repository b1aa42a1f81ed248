using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PoolTopology.Orchestrator.Agent.Firewall;

/// <summary>What the kernel's rule set is, apart from what changes while it is in force.</summary>
/// <remarks>Shape: the JSON of <c>nft -j list ruleset</c> (nftables 1.0.6, libnftables-json(5)).</remarks>
internal static class KernelRules
{
    // A set's element that traffic has put there, or that carries what traffic has done.
    private static readonly string[] LiveElementKeys = ["expires", "limit", "ct count", "counter", "quota", "last"];

    /// <summary>A hash over every table, but the one that counts probes for as long as a proof lasts.</summary>
    public static string DigestOfAll(string json) => Digest(json, item => TableOf(item) != Probe.Witness.Table);

    /// <summary>A hash over the pool's table; that of an empty list where there is none.</summary>
    public static string DigestOfPool(string json) => Digest(json, IsPool);

    /// <summary>The pool's table is there.</summary>
    public static bool HasPool(string json) => Objects(json).Any(IsPool);

    /// <summary>Addresses and networks in the sets of the pool's table, ascending.</summary>
    public static IReadOnlyList<string> Peers(string json)
    {
        SortedSet<string> peers = new(StringComparer.Ordinal);
        foreach (JsonObject set in Objects(json).Where(IsPool).Select(item => item["set"]).OfType<JsonObject>())
        {
            foreach (JsonNode? element in set["elem"] as JsonArray ?? [])
            {
                if (!IsLive(element) && Address(element) is { } peer)
                    peers.Add(peer);
            }
        }

        return [.. peers];
    }

    /// <summary>The sets of the pool's table that traffic does not fill, each with its elements as nft writes them.</summary>
    public static IEnumerable<(string Set, IReadOnlyList<string> Elements)> Elements(string json)
    {
        foreach (JsonObject set in Objects(json).Where(IsPool).Select(item => item["set"]).OfType<JsonObject>())
        {
            string[] elements = [.. (set["elem"] as JsonArray ?? []).Where(element => !IsLive(element)).Select(Written).OfType<string>()];
            if (elements.Length > 0 && Text(set["name"]) is { } name)
                yield return (name, elements);
        }
    }

    private static string Digest(string json, Func<JsonObject, bool> isCounted)
    {
        StringBuilder text = new();
        foreach (JsonObject item in Objects(json).Where(isCounted))
        {
            if (item.ContainsKey("metainfo"))
                continue;
            foreach (JsonObject body in item.Select(pair => pair.Value).OfType<JsonObject>())
                Settle(body);
            text.Append(item.ToJsonString()).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static void Settle(JsonObject body)
    {
        body.Remove("handle");
        body.Remove("packets");
        body.Remove("bytes");
        if (body["elem"] is JsonArray elements)
        {
            foreach (JsonNode? live in elements.Where(IsLive).ToArray())
                elements.Remove(live);
            if (elements.Count == 0)
                body.Remove("elem");
        }

        foreach (JsonObject statement in (body["expr"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (statement["counter"] is JsonObject counter)
                Settle(counter);
        }
    }

    private static bool IsLive(JsonNode? element) =>
        element is JsonObject wrapped && wrapped["elem"] is JsonObject body && LiveElementKeys.Any(body.ContainsKey);

    private static string? Address(JsonNode? element) => element switch
    {
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        JsonObject { Count: 1 } one when one["elem"] is JsonObject body => Address(body["val"]),
        JsonObject { Count: 1 } one when one["prefix"] is JsonObject prefix => $"{prefix["addr"]}/{prefix["len"]}",
        // The peer is the address; which of its ports was open does not matter for its flows.
        JsonObject { Count: 1 } one when one["concat"] is JsonArray { Count: > 0 } parts => Address(parts[0]),
        JsonObject { Count: 1 } one when one["range"] is JsonArray { Count: 2 } range => $"{range[0]}-{range[1]}",
        _ => null,
    };

    private static string? Written(JsonNode? element) => element switch
    {
        JsonValue value => value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString(),
        JsonObject { Count: 1 } one when one["elem"] is JsonObject body => Written(body["val"]),
        JsonObject { Count: 1 } one when one["concat"] is JsonArray parts && parts.Select(Written).ToArray() is var written
            && !written.Contains(null) => string.Join(" . ", written),
        _ => Address(element),
    };

    private static string? TableOf(JsonObject item) => item.Select(pair => pair.Value).OfType<JsonObject>()
        .Select(body => Text(body["table"]) ?? Text(body["name"])).FirstOrDefault();

    private static bool IsPool(JsonObject item) => item.Select(pair => pair.Value).OfType<JsonObject>().Any(body =>
        Text(body["family"]) == "inet" && (Text(body["table"]) ?? Text(body["name"])) == "pool");

    private static string? Text(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static IEnumerable<JsonObject> Objects(string json) =>
        (JsonNode.Parse(json)?["nftables"] as JsonArray ?? []).OfType<JsonObject>();
}
