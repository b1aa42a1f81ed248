using System.Globalization;
using PoolTopology.Topology.Headers;

namespace PoolTopology.Orchestrator.Probe;

/// <summary>Ports as text: <c>22,3001-3002</c>; empty for none.</summary>
internal static class PortText
{
    /// <summary>The text of some ports.</summary>
    public static string Write(FieldSet ports) => ports.ToString().Replace(" ", "", StringComparison.Ordinal);

    /// <summary>The ports of a text.</summary>
    /// <exception cref="FormatException">It is not such a text.</exception>
    public static FieldSet Parse(string text)
    {
        if (text.Length == 0)
            return FieldSet.Empty;
        return FieldSet.Of(text.Split(',').Select(part =>
        {
            string[] ends = part.Split('-');
            ValueRange range = new(Number(ends[0]), Number(ends[^1]));
            return ends.Length <= 2 && range.First <= range.Last ? range : throw new FormatException($"{part} is no range of ports");
        }));
    }

    private static UInt128 Number(string text) => ushort.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
