using System.Text.Json.Nodes;
using PoolTopology.Topology.Deployment;
using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.Lint;

/// <summary>A node with the files that it runs by.</summary>
internal sealed class LintedNode(
    TopologyNode node, EngineKind engine, LintedFile unit, LintedFile peers, LintedFile? config,
    IReadOnlyList<RequiredSecret> secrets)
{
    public TopologyNode Node => node;

    public EngineKind Engine => engine;

    public bool IsHidden => node is ProducerNode;

    public bool IsStandby => node is ProducerNode { IsStandby: true };

    public LintedFile Unit => unit;

    public LintedFile Peers => peers;

    /// <summary>The node's config.json, or null where the network's files are not at hand.</summary>
    public LintedFile? Config => config;

    public IReadOnlyList<RequiredSecret> Secrets => secrets;

    public IReadOnlyList<LintedGroup> Groups { get; } =
        [.. (peers.Json?["localRoots"] as JsonArray ?? [])
            .Select((group, index) => (group, index))
            .Where(pair => pair.group is JsonObject)
            .Select(pair => new LintedGroup(peers, pair.index, pair.group!))]; // Objects.

    /// <summary>True when the peer file names bootstrap peers.</summary>
    public bool HasBootstrap => peers.Json?["bootstrapPeers"] is JsonArray { Count: > 0 };

    /// <summary>A whole number of config.json, or null.</summary>
    public int? ConfigNumber(string key) =>
        config?.Json?[key] is JsonValue value && value.TryGetValue(out int number) ? number : null;
}
