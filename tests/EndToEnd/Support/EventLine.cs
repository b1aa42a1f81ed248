using System.Text.Json;

namespace PoolTopology.EndToEnd.Support;

/// <summary>One line of <c>--output ndjson</c>.</summary>
/// <param name="Type">The kind of event.</param>
/// <param name="Name">The node it is about; empty for events about the run.</param>
/// <param name="Json">The whole line.</param>
internal sealed record EventLine(string Type, string Name, JsonElement Json)
{
    public ulong Slot => Json.GetProperty("slot").GetUInt64();

    public ulong BlockNo => Json.GetProperty("blockNo").GetUInt64();

    public string Hash => Json.GetProperty("hash").GetString()!;

    public int Pid => Json.GetProperty("pid").GetInt32();

    /// <summary>Reads a line.</summary>
    public static EventLine Parse(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement json = document.RootElement.Clone();
        string name = json.TryGetProperty("name", out JsonElement node) ? node.GetString()! : "";
        return new EventLine(json.GetProperty("type").GetString()!, name, json);
    }

    /// <summary>Whether this says that a service of a node changed to this state.</summary>
    public bool IsHealth(string node, string service, string state) =>
        Type == "health_changed" && Name == node
        && Json.GetProperty("service").GetString() == service && Json.GetProperty("health").GetString() == state;

    /// <inheritdoc/>
    public override string ToString() => Json.GetRawText();
}
