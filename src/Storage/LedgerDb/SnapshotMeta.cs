using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Storage.LedgerDb;

/// <summary>What stands beside a snapshot's state.</summary>
/// <param name="FormatVersion">The form of the state's bytes.</param>
/// <param name="NetworkMagic">The network.</param>
/// <param name="GenesisHash">The hash of its Shelley genesis file.</param>
/// <param name="Tip">The block that the state is after.</param>
/// <param name="SizeBytes">The state's size.</param>
/// <param name="Checksum">The CRC-32 of its bytes.</param>
/// <remarks>Shape: a JSON object; <c>backend</c> names this program, as cardano-node's snapshots name theirs.</remarks>
internal sealed record SnapshotMeta(
    int FormatVersion, uint NetworkMagic, string GenesisHash, Tip Tip, long SizeBytes, uint Checksum)
{
    private const string Backend = "pooltopology";

    /// <summary>The file's bytes.</summary>
    public byte[] Encode() => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["backend"] = Backend,
        ["formatVersion"] = FormatVersion,
        ["networkMagic"] = NetworkMagic,
        ["genesisHash"] = GenesisHash,
        ["slot"] = Tip.Point.Slot.Value,
        ["hash"] = Tip.Point.Hash.ToString(),
        ["blockNo"] = Tip.BlockNo.Value,
        ["sizeBytes"] = SizeBytes,
        ["checksum"] = Checksum,
    }.ToJsonString() + "\n");

    /// <summary>Reads the file.</summary>
    /// <returns>What it says, or why it cannot be used.</returns>
    public static (SnapshotMeta? Meta, SnapshotFault? Fault) Parse(byte[] file)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(file);
            JsonElement meta = document.RootElement;
            if (meta.ValueKind != JsonValueKind.Object || !meta.TryGetProperty("backend", out JsonElement backend))
                return (null, SnapshotFault.MalformedMeta);
            if (backend.ValueKind != JsonValueKind.String || backend.GetString() != Backend)
                return (null, SnapshotFault.OtherProgram);
            Point point = new(
                new Slot(meta.GetProperty("slot").GetUInt64()),
                new Hash32(Convert.FromHexString(meta.GetProperty("hash").GetString() ?? "")));
            return (new SnapshotMeta(
                meta.GetProperty("formatVersion").GetInt32(),
                meta.GetProperty("networkMagic").GetUInt32(),
                meta.GetProperty("genesisHash").GetString() ?? "",
                new Tip(point, new BlockNo(meta.GetProperty("blockNo").GetUInt64())),
                meta.GetProperty("sizeBytes").GetInt64(),
                meta.GetProperty("checksum").GetUInt32()), null);
        }
        catch (Exception malformed) when (malformed
            is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            // The border of storage: what a damaged or foreign file holds, no type of ours describes.
            return (null, SnapshotFault.MalformedMeta);
        }
    }
}
