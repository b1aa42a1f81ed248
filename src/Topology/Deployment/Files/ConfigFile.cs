using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.Deployment.Files;

/// <summary>A node's config.json: the network's own, with what this node must have otherwise.</summary>
/// <remarks>
/// Keys keep the network's order; added ones follow, sorted. A node that knows its own relays only cannot judge a chain
/// by the big ledger peers of Genesis mode, and would wait for them for ever: it runs in Praos mode.
/// Spec: cardano-node's configuration for block producers, July 2026.
/// </remarks>
internal sealed class ConfigFile
{
    private const int ProducerKnownPeers = 100;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // The text never reaches a web page.
    };

    private readonly TopologyDocument _document;
    private readonly NetworkFolder _folder;
    private readonly JsonObject _published;

    public ConfigFile(TopologyDocument document, NetworkFiles network, NetworkFolder folder)
    {
        _document = document;
        _folder = folder;
        _published = JsonNode.Parse(network.Config.Content.Bytes.Span, documentOptions: Strict) as JsonObject
            ?? throw new JsonException($"{network.Config.Name}: a JSON object was expected");
    }

    public DerivedFile For(NodeLayout layout)
    {
        JsonObject config = (JsonObject)_published.DeepClone();
        Dictionary<string, Provenance> changed = new(StringComparer.Ordinal);
        LocateFiles(config, layout, changed);
        if (layout.Node is ProducerNode)
            Hide(config, layout, changed);
        if (layout.IsReference)
            ServeMetrics(config, layout, changed);
        FileContent content = FileContent.Of(config.ToJsonString(Options) + "\n");
        return new DerivedFile(
            layout.ConfigFile, FileModes.Public, FileModes.Root, FileModes.Root, content,
            new ChangeEffect.RestartNode(layout.Node.Name), Explain(content, changed));
    }

    private void LocateFiles(JsonObject config, NodeLayout layout, Dictionary<string, Provenance> changed)
    {
        foreach ((string key, JsonNode? value) in _published)
        {
            if (!NetworkFiles.IsFileKey(key) || value?.GetValueKind() != JsonValueKind.String)
                continue;
            string name = Path.GetFileName(value.GetValue<string>());
            if (_folder.PathOf(name, layout) is { } path)
                Set(config, changed, key, path, "pool.network", "where this machine keeps the network's file");
        }
    }

    private void Hide(JsonObject config, NodeLayout layout, Dictionary<string, Provenance> changed)
    {
        string path = layout.Node.Path;
        Set(config, changed, "PeerSharing", false, path, "a hidden node tells nobody whom it knows");
        Set(
            config, changed, "ConsensusMode", "PraosMode", path,
            "the node takes its chain from the pool's own relays; Genesis mode would wait for big ledger peers");
        int known = Math.Max(ProducerKnownPeers, _document.Relays.Count);
        Set(config, changed, "TargetNumberOfKnownPeers", known, "relays", "room for every relay of the pool");
        Set(config, changed, "TargetNumberOfRootPeers", known, "relays", "every relay of the pool is a root");
    }

    private void ServeMetrics(JsonObject config, NodeLayout layout, Dictionary<string, Provenance> changed)
    {
        string address = _document.MachineOf(layout.Node).Address.ToString();
        string port = layout.Node.MetricsPort.ToString(CultureInfo.InvariantCulture);
        string path = $"{layout.Node.Path}.metricsPort";
        const string reason = "metrics on the machine's own address, for access.scrape";
        config.Remove("hasEKG"); // Nobody reads it, and two nodes of a machine would fight for its port.
        if (config["TraceOptions"]?[""] is JsonObject all && all["backends"] is JsonArray backends)
        {
            int at = backends.ToList().FindIndex(backend => IsPrometheus(backend?.ToString()));
            string wanted = $"PrometheusSimple suffix {address} {port}";
            if (at < 0)
                backends.Add(wanted);
            else
                backends[at] = wanted;
            changed[Join(["TraceOptions", "", "backends", $"{(at < 0 ? backends.Count - 1 : at)}"])] = new(path, reason);
        }
        else
        {
            Set(config, changed, "hasPrometheus", new JsonArray(address, layout.Node.MetricsPort), path, reason);
        }
    }

    private static bool IsPrometheus(string? backend) =>
        backend?.StartsWith("PrometheusSimple", StringComparison.Ordinal) == true;

    private static void Set(
        JsonObject config, Dictionary<string, Provenance> changed, string key, JsonNode value, string path,
        string reason)
    {
        config[key] = value;
        changed[key] = new Provenance(path, reason);
    }

    private static ValueList<Provenance> Explain(FileContent content, Dictionary<string, Provenance> changed)
    {
        Provenance published = new("pool.network", "as the network publishes it");
        return JsonLines.StepsOf(content.Bytes)
            .Select(steps => steps.Length == 0
                ? published
                : changed.GetValueOrDefault(steps[0]) ?? changed.GetValueOrDefault(Join(steps)) ?? published)
            .ToValueList();
    }

    private static string Join(string[] steps) => string.Join('\u001F', steps);
}
