using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PoolTopology.Keys.Devnet;

/// <summary>How every JSON file of a devnet is laid out: two spaces, line feeds, a final one, long lists on one line.</summary>
internal static class GenesisJson
{
    public static byte[] Write(Action<Utf8JsonWriter> content)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
            content(json);
        bytes.WriteByte((byte)'\n');
        return bytes.ToArray();
    }

    /// <summary>A list of numbers without a line for each.</summary>
    public static void WriteNumbers(this Utf8JsonWriter json, string name, ReadOnlySpan<int> values)
    {
        StringBuilder list = new("[");
        for (int i = 0; i < values.Length; i++)
            list.Append(i == 0 ? "" : ", ").Append(values[i].ToString(CultureInfo.InvariantCulture));
        json.WritePropertyName(name);
        json.WriteRawValue(list.Append(']').ToString());
    }

    /// <summary>A fraction as the ledger reads it without rounding.</summary>
    public static void WriteFraction(this Utf8JsonWriter json, string name, long numerator, long denominator)
    {
        json.WriteStartObject(name);
        json.WriteNumber("numerator", numerator);
        json.WriteNumber("denominator", denominator);
        json.WriteEndObject();
    }
}
