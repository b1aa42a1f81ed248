using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Inspection;

namespace PoolTopology.Node.Verification;

/// <summary>A database's description, for people and for programs.</summary>
internal static class DatabaseDescriptionPrinter
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    public static string Json(DatabaseDescription database) => new JsonObject
    {
        ["database"] = database.Path,
        ["kind"] = database.HasOnlyChunks ? "chunks" : "database",
        ["networkMagic"] = database.Magic?.Value,
        ["configuredNetworkMagic"] = database.ExpectedMagic?.Value,
        ["markedClean"] = database.IsMarkedClean,
        ["slotsPerChunk"] = database.SlotsPerChunk,
        ["firstChunk"] = database.Survey.FirstChunk,
        ["lastChunk"] = database.Survey.LastChunk,
        ["missingChunks"] = database.Survey.MissingChunks,
        ["chunkBytes"] = database.Survey.ChunkBytes,
        ["indexedBlocks"] = database.Survey.IndexedBlocks,
        ["first"] = Json(database.Survey.First),
        ["tip"] = Json(database.Survey.Last),
        ["tipEpoch"] = database.TipEpoch?.Value,
        ["tipTime"] = database.TipTime is DateTimeOffset time ? Time(time) : null,
        ["volatileFiles"] = database.Survey.VolatileFiles,
        ["volatileBytes"] = database.Survey.VolatileBytes,
        ["snapshotSlots"] = new JsonArray([.. database.SnapshotSlots.Select(slot => JsonValue.Create(slot.Value))]),
        ["findings"] = new JsonArray(
            [.. database.Survey.Findings.Select(finding => JsonValue.Create(FindingText.Of(finding)))]),
    }.ToJsonString(Indented) + "\n";

    public static string Text(DatabaseDescription database)
    {
        StringBuilder text = new();
        Add(text, "database", database.HasOnlyChunks ? $"{database.Path} (chunks alone)" : database.Path);
        Add(text, "network", NetworkOf(database));
        if (!database.HasOnlyChunks)
            Add(text, "shutdown", database.IsMarkedClean ? "clean" : "not marked as clean, or open");
        Add(text, "chunks", string.Create(
            CultureInfo.InvariantCulture,
            $"{database.Survey.FirstChunk} to {database.Survey.LastChunk}, {database.SlotsPerChunk} slots each, "
            + $"{database.Survey.ChunkBytes / 1e6:F1} MB"));
        if (database.Survey.MissingChunks > 0)
            Add(text, "", $"{database.Survey.MissingChunks} of them missing");
        Add(text, "blocks", $"{database.Survey.IndexedBlocks} by the indexes");
        Add(text, "first", NameOf(database.Survey.First));
        Add(text, "tip", NameOf(database.Survey.Last));
        if (database.TipTime is DateTimeOffset time)
            Add(text, "", $"epoch {database.TipEpoch}, {Time(time)}");
        Add(text, "recent", string.Create(
            CultureInfo.InvariantCulture,
            $"{database.Survey.VolatileFiles} files, {database.Survey.VolatileBytes / 1e6:F1} MB, not looked at"));
        Add(text, "snapshots", database.SnapshotSlots.Count == 0 ? "none" : string.Join(", ", database.SnapshotSlots));
        foreach (StorageFinding finding in database.Survey.Findings)
            text.Append("note: ").Append(FindingText.Of(finding)).Append('\n');
        return text.ToString();
    }

    private static string NetworkOf(DatabaseDescription database)
    {
        string marked = database.Magic is NetworkMagic magic ? $"magic {magic}" : "not marked";
        return database.ExpectedMagic is not NetworkMagic expected ? marked
            : database.IsOfConfiguredNetwork ? $"{marked}, configuration {expected}"
            : $"{marked}, but the configuration is of {expected}";
    }

    private static string NameOf(BlockHeader? header) => header is null
        ? "not readable"
        : $"slot {header.Slot}, block {header.BlockNo}, {header.Hash}, {header.Era}";

    private static JsonObject? Json(BlockHeader? header) => header is null ? null : new JsonObject
    {
        ["slot"] = header.Slot.Value,
        ["hash"] = header.Hash.ToString(),
        ["blockNo"] = header.BlockNo.Value,
        ["era"] = header.Era.ToString(),
    };

    private static void Add(StringBuilder text, string name, string value) =>
        text.Append(name.PadRight(11)).Append(value).Append('\n');

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
