using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PoolTopology.Orchestrator.Events;

/// <summary>Events as JSON: one object on one line.</summary>
internal static class EventJson
{
    private static readonly JsonWriterOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The whole event: type, at, name (where it is about a node), then its own fields.</summary>
    public static string Line(PoolEvent happened) => Render(json =>
    {
        json.WriteString("type", happened.Type);
        json.WriteString("at", Iso(happened.At));
        if (happened.Node is { } node)
            json.WriteString("name", node);
        happened.WriteFields(json);
    });

    /// <summary>The event's own fields alone, for carriers that have type, time and node beside them.</summary>
    public static string Fields(PoolEvent happened) => Render(happened.WriteFields);

    /// <summary>ISO 8601 in UTC with milliseconds.</summary>
    public static string Iso(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Render(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new(256);
        using (Utf8JsonWriter json = new(buffer, OneLine))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
