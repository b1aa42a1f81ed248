using System.Globalization;

namespace PoolTopology.Orchestrator.Events;

/// <summary>Events as plain lines for a person: time, who, what. No colour, no control characters.</summary>
internal static class EventText
{
    private const int NameWidth = 12;

    /// <summary>One line per event.</summary>
    public static string Line(PoolEvent happened)
    {
        string time = happened.At.ToLocalTime().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        return $"{time}  {(happened.Node ?? "pool").PadRight(NameWidth)}  {Clean(happened.Text)}";
    }

    /// <summary>A node's own words may carry anything: what could move the cursor becomes a space.</summary>
    internal static string Clean(string text) =>
        text.Any(char.IsControl) ? new string([.. text.Select(c => char.IsControl(c) ? ' ' : c)]) : text;
}
