using System.Text.Json;

namespace PoolTopology.Orchestrator.Up;

/// <summary>What makes a folder a state directory of ours.</summary>
/// <param name="Format">Always <see cref="FormatName"/>.</param>
/// <param name="Version">The layout's version.</param>
/// <param name="Producer">The producer that holds the pool's hot keys; empty before the devnet is made.</param>
internal sealed record StateMarker(string Format, int Version, string Producer)
{
    /// <summary>Names the format.</summary>
    public const string FormatName = "pooltopology-state";

    /// <summary>The layout that this program reads and writes.</summary>
    public const int CurrentVersion = 1;

    private static readonly JsonSerializerOptions Json =
        new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    /// <summary>The marker of a new directory.</summary>
    public static StateMarker New => new(FormatName, CurrentVersion, "");

    /// <summary>The marker as a file.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json) + "\n";

    /// <summary>Reads a marker; null where the text is not one.</summary>
    public static StateMarker? TryParse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<StateMarker>(text, Json) is { Format: FormatName } marker ? marker : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
