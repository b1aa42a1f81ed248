using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.Deployment.Files;

/// <summary>Which metrics Prometheus collects: every node of the pool, as file_sd takes it.</summary>
/// <remarks>
/// Spec: https://prometheus.io/docs/prometheus/latest/configuration/configuration/#file_sd_config. The producer is in
/// it: whoever holds this file knows its address, so only a machine that may scrape gets it.
/// </remarks>
internal static class TargetFile
{
    public const string Path = "/etc/prometheus/file_sd/pooltopology.json";

    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        IndentSize = 2,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // The text never reaches a web page.
    };

    public static DerivedFile Of(TopologyDocument document)
    {
        TopologyNode[] nodes = [.. document.Nodes.OrderBy(node => node.Name, StringComparer.Ordinal)];
        FileContent content = FileContent.Of(Render(document, nodes));
        return new DerivedFile(
            Path, FileModes.Public, FileModes.Root, FileModes.Root, content, new ChangeEffect.None(),
            JsonLines.StepsOf(content.Bytes).Select(steps => Explain(document, nodes, steps)).ToValueList());
    }

    private static string Render(TopologyDocument document, TopologyNode[] nodes)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, Options))
        {
            writer.WriteStartArray();
            foreach (TopologyNode node in nodes)
                Write(writer, document, node);
            writer.WriteEndArray();
        }
        return System.Text.Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void Write(Utf8JsonWriter writer, TopologyDocument document, TopologyNode node)
    {
        Machine machine = document.MachineOf(node);
        writer.WriteStartObject();
        writer.WriteStartArray("targets");
        writer.WriteStringValue(new IPEndPoint(machine.Address, node.MetricsPort).ToString());
        writer.WriteEndArray();
        writer.WriteStartObject("labels");
        writer.WriteString("pool", document.Pool.Ticker);
        writer.WriteString("node", node.Name);
        writer.WriteString("role", RoleOf(node));
        writer.WriteString("machine", machine.Name);
        if (machine.Zone is not null)
            writer.WriteString("zone", machine.Zone);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static string RoleOf(TopologyNode node) => node switch
    {
        ProducerNode { IsStandby: true } => "standby",
        _ => node.Role.ToString().ToLowerInvariant(),
    };

    private static Provenance Explain(TopologyDocument document, TopologyNode[] nodes, string[] steps)
    {
        if (steps.Length == 0)
            return new("access.scrape", "this machine may read metrics, so it gets all targets");
        TopologyNode node = nodes[int.Parse(steps[0], System.Globalization.CultureInfo.InvariantCulture)];
        return steps[1..] switch
        {
            ["targets", _] => new($"{node.Path}.metricsPort", $"where {node.Name} serves its metrics"),
            ["labels", "pool"] => new("pool.ticker", "tells pools apart"),
            ["labels", "machine"] => new($"{node.Path}.machine", "tells machines apart"),
            ["labels", "zone"] => new($"{document.MachineOf(node).Path}.zone", "shows what fails together"),
            ["labels", "role"] when node is ProducerNode => new($"{node.Path}.standby", "alerts differ by role"),
            ["labels", ..] => new(node.Path, "what alerts and dashboards select by"),
            _ => new(node.Path, $"the metrics of {node.Name}"),
        };
    }
}
