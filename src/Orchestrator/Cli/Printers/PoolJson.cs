using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PoolTopology.Rpc.Node.V1;
using PoolTopology.Rpc.Orchestrator.V1;

namespace PoolTopology.Orchestrator.Cli.Printers;

/// <summary>A pool as one line of JSON, in the words of the events: numbers are numbers. Pure.</summary>
internal static class PoolJson
{
    private static readonly JsonWriterOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The line.</summary>
    public static string Line(Pool pool)
    {
        ArrayBufferWriter<byte> buffer = new(4096);
        using (Utf8JsonWriter json = new(buffer, OneLine))
            Write(json, pool);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, Pool pool)
    {
        json.WriteStartObject();
        json.WriteString("name", pool.Name);
        json.WriteString("ticker", pool.Ticker);
        json.WriteBoolean("isolated", pool.Isolated);
        json.WriteBoolean("healthy", PoolFacts.IsHealthy(pool));
        json.WriteNumber("blocksForged", pool.BlocksForged);
        json.WriteNumber("doubleSignedSlots", pool.DoubleSignedSlots);
        if (pool.HasPropagationP50Ms)
            json.WriteNumber("propagationP50Ms", Math.Round(pool.PropagationP50Ms, 3));
        if (pool.HasPropagationP95Ms)
            json.WriteNumber("propagationP95Ms", Math.Round(pool.PropagationP95Ms, 3));
        json.WriteStartArray("nodes");
        foreach (Node node in pool.Nodes)
            Write(json, node);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Node node)
    {
        json.WriteStartObject();
        json.WriteString("name", node.Name);
        json.WriteString("role", node.Role);
        json.WriteString("machine", node.Machine);
        json.WriteBoolean("attached", node.Attached);
        json.WriteBoolean("healthy", PoolFacts.IsHealthy(node));
        json.WriteString("healthReason", PoolFacts.Health(node));
        json.WriteNumber("restarts", node.Restarts);
        json.WriteString("nodeAddress", node.NodeAddress);
        json.WriteString("rpcAddress", node.RpcAddress);
        if (node.Status is { } status)
        {
            json.WriteNumber("reportAgeSeconds", Math.Round(node.ReportAgeSeconds, 3));
            json.WritePropertyName("status");
            Write(json, status);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Status status)
    {
        json.WriteStartObject();
        json.WriteString("version", status.Version);
        json.WriteNumber("pid", status.Pid);
        json.WriteString("era", status.Era);
        json.WriteNumber("currentSlot", status.CurrentSlot);
        json.WriteNumber("epoch", status.Epoch);
        json.WriteNumber("slotInEpoch", status.SlotInEpoch);
        json.WriteString("epochNonce", status.EpochNonce);
        WriteTip(json, status.Tip);
        json.WriteNumber("blocksAdopted", status.BlocksAdopted);
        json.WriteNumber("rollbacks", status.Rollbacks);
        json.WriteNumber("residentBytes", status.ResidentBytes);
        json.WriteNumber("uptimeSeconds", Math.Round(status.UptimeSeconds, 3));
        json.WriteString("topologyHash", status.TopologyHash);
        json.WriteStartArray("health");
        foreach (ServiceHealth service in status.Health)
            Write(json, service);
        json.WriteEndArray();
        json.WriteStartArray("peers");
        foreach (Peer peer in status.Peers)
            Write(json, peer);
        json.WriteEndArray();
        if (status.Forging is { } forging)
            Write(json, forging);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ServiceHealth service)
    {
        json.WriteStartObject();
        json.WriteString("service", service.Service);
        json.WriteBoolean("serving", service.Serving);
        json.WriteString("reason", service.Reason);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Peer peer)
    {
        json.WriteStartObject();
        json.WriteString("address", peer.Address);
        json.WriteString("state", peer.State.ToString().ToLowerInvariant());
        json.WriteBoolean("isLocalRoot", peer.IsLocalRoot);
        json.WriteBoolean("isUpstream", peer.IsUpstream);
        json.WriteBoolean("isDownstream", peer.IsDownstream);
        if (peer.HasRttMs)
            json.WriteNumber("rttMs", Math.Round(peer.RttMs, 3));
        if (peer.LastError.Length > 0)
            json.WriteString("lastError", peer.LastError);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Forging forging)
    {
        json.WriteStartObject("forging");
        json.WriteBoolean("enabled", forging.Enabled);
        json.WriteString("poolId", forging.PoolId);
        json.WriteNumber("kesPeriod", forging.KesPeriod);
        json.WriteNumber("kesExpiryPeriod", forging.KesExpiryPeriod);
        json.WriteNumber("kesSecondsLeft", forging.KesSecondsLeft);
        json.WriteNumber("operationalCertificateCounter", forging.OperationalCertificateCounter);
        json.WriteNumber("blocksForged", forging.BlocksForged);
        json.WriteNumber("slotsMissed", forging.SlotsMissed);
        if (forging.HasLastForgedSlot)
            json.WriteNumber("lastForgedSlot", forging.LastForgedSlot);
        json.WriteEndObject();
    }

    private static void WriteTip(Utf8JsonWriter json, Tip? tip)
    {
        if (tip is not { HasSlot: true })
        {
            json.WriteNull("tip");
            return;
        }

        json.WriteStartObject("tip");
        json.WriteNumber("slot", tip.Slot);
        json.WriteString("hash", tip.Hash);
        json.WriteNumber("blockNo", tip.BlockNo);
        json.WriteEndObject();
    }
}
