using System.Globalization;
using System.Text;
using System.Text.Json;
using PoolTopology.Orchestrator.Cli.Printers;
using PoolTopology.Orchestrator.Deploy;
using PoolTopology.Orchestrator.Events;
using PoolTopology.Orchestrator.Plan;
using PoolTopology.Rpc.Agent.V1;
using PoolTopology.Rpc.Node.V1;
using PoolTopology.Topology.Deployment;

namespace PoolTopology.Orchestrator.Cli;

/// <summary>How a deployed pool is, asked of its machines where no service runs that nodes attach to.</summary>
internal static class MachinesStatus
{
    /// <summary>Asks all machines and prints. One that does not answer is named, with the reason, after the others.</summary>
    /// <returns>0 where every node is well, 1 where one is not.</returns>
    /// <exception cref="CommandFailure">A machine did not answer.</exception>
    public static async Task<int> RunAsync(Deployment deployment, OutputFormat format, TextWriter output, CancellationToken cancellation)
    {
        FleetView view = await deployment.LookAsync(cancellation, withNodes: true);
        Row[] rows = [.. view.Seen.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .SelectMany(pair => deployment.Desired[pair.Key].Units.Select(unit => RowOf(pair.Key, unit, pair.Value)))];
        if (format == OutputFormat.Text)
            foreach (string line in PlainTable.Align([["machine", "generation", "node", "service", "tip", "health"], .. rows.Select(row => row.Cells)]))
                output.Write(line + "\n");
        else
            output.Write(Json(rows, view) + "\n");
        if (!view.IsWhole)
            throw new CommandFailure(view.ExitCode, string.Join("\npool: ", view.Reasons), "of the others everything is said above");
        return rows.All(row => row.IsWell) ? ExitCodes.Ok : ExitCodes.Error;
    }

    private static Row RowOf(string machine, DesiredUnit unit, ObservedMachine seen)
    {
        ObservedUnit? service = UnitState.Find(seen, unit.Name);
        ObservedNode? node = seen.Nodes.FirstOrDefault(one => one.Name == unit.NodeName);
        ServiceHealth? health = node?.Status?.Health.FirstOrDefault(one => one.Service.Length == 0);
        bool runs = UnitState.IsActive(service) == unit.IsActive;
        string words = !runs ? "not as it should be"
            : node is null ? "its service is all that it tells"
            : node.Error.Length > 0 ? $"does not answer: {node.Error}"
            : node.Metrics is { } metrics ? metrics.HasTipSlot ? "its metrics answer" : "has no chain yet, as its metrics say"
            : health is { Serving: true } ? "serving"
            : node.Status?.Health.FirstOrDefault(one => one.Service.Length > 0 && !one.Serving)?.Reason ?? "not serving";
        string tip = node?.Status?.Tip is { HasSlot: true } at
            ? string.Create(CultureInfo.InvariantCulture, $"block {at.BlockNo}, slot {at.Slot}")
            : node?.Metrics is { HasTipSlot: true } said
            ? string.Create(CultureInfo.InvariantCulture, $"block {said.BlockNo}, slot {said.TipSlot}")
            : "";
        bool answers = node is null or { Error: "", Metrics.HasTipSlot: true } || health is { Serving: true };
        return new Row(
            machine, (long)seen.Generation, unit.NodeName, service?.ActiveState ?? "unknown", tip, EventText.Clean(words),
            runs && answers);
    }

    private static string Json(IEnumerable<Row> rows, FleetView view)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter writer = new(bytes))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("nodes");
            foreach (Row row in rows)
            {
                writer.WriteStartObject();
                writer.WriteString("machine", row.Machine);
                writer.WriteNumber("generation", row.Generation);
                writer.WriteString("node", row.Node);
                writer.WriteString("service", row.Service);
                writer.WriteString("tip", row.Tip);
                writer.WriteString("health", row.Health);
                writer.WriteBoolean("is_well", row.IsWell);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartObject("unreachable");
            foreach (LeftMachine silent in view.Left)
                writer.WriteString(silent.Machine, silent.Reason);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private sealed record Row(string Machine, long Generation, string Node, string Service, string Tip, string Health, bool IsWell)
    {
        public IReadOnlyList<string> Cells =>
            [Machine, Generation.ToString(CultureInfo.InvariantCulture), Node, Service, Tip, Health];
    }
}
