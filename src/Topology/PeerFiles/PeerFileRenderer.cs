using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PoolTopology.Topology.PeerFiles;

/// <summary>Writes a topology.json with a fixed order of keys, two spaces of indentation and a final newline.</summary>
internal static class PeerFileRenderer
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        IndentSize = 2,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // The text never reaches a web page.
    };

    public static string Render(PeerFile file)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, Options))
        {
            writer.WriteStartObject();
            WriteBootstrapPeers(writer, file);
            writer.WriteStartArray("localRoots");
            foreach (LocalRootGroup group in file.LocalRoots)
                WriteLocalRoots(writer, group);
            writer.WriteEndArray();
            writer.WriteStartArray("publicRoots");
            foreach (PublicRootGroup group in file.PublicRoots)
                WritePublicRoots(writer, group);
            writer.WriteEndArray();
            if (file.PeerSnapshotFile is not null)
                writer.WriteString("peerSnapshotFile", file.PeerSnapshotFile);
            writer.WriteNumber("useLedgerAfterSlot", file.UseLedgerAfterSlot);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void WriteBootstrapPeers(Utf8JsonWriter writer, PeerFile file)
    {
        if (file.BootstrapPeers is { } peers)
            WriteAccessPoints(writer, "bootstrapPeers", peers);
        else
            writer.WriteNull("bootstrapPeers");
    }

    private static void WriteLocalRoots(Utf8JsonWriter writer, LocalRootGroup group)
    {
        writer.WriteStartObject();
        if (group.Name is not null)
            writer.WriteString("name", group.Name);
        WriteAccessPoints(writer, "accessPoints", group.AccessPoints);
        writer.WriteNumber("hotValency", group.HotValency);
        writer.WriteNumber("warmValency", group.WarmValency);
        writer.WriteBoolean("advertise", group.IsAdvertised);
        writer.WriteBoolean("trustable", group.IsTrustable);
        if (group.IsBehindFirewall)
            writer.WriteBoolean("behindFirewall", true);
        if (group.DiffusionMode != DiffusionMode.InitiatorAndResponder)
            writer.WriteString("diffusionMode", group.DiffusionMode.ToString());
        writer.WriteEndObject();
    }

    private static void WritePublicRoots(Utf8JsonWriter writer, PublicRootGroup group)
    {
        writer.WriteStartObject();
        WriteAccessPoints(writer, "accessPoints", group.AccessPoints);
        writer.WriteBoolean("advertise", group.IsAdvertised);
        writer.WriteEndObject();
    }

    private static void WriteAccessPoints(Utf8JsonWriter writer, string name, IEnumerable<AccessPoint> points)
    {
        writer.WriteStartArray(name);
        foreach (AccessPoint point in points)
        {
            writer.WriteStartObject();
            writer.WriteString("address", point.Address);
            if (point.Port is { } port)
                writer.WriteNumber("port", port);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
