using System.Buffers;
using System.Text.Json;
using PoolTopology.Credentials.Errors;

namespace PoolTopology.Credentials.Envelopes;

/// <summary>Reads the JSON of a text envelope without making text of its payload.</summary>
internal static class EnvelopeParser
{
    /// <summary>Decodes an envelope into <paramref name="payload"/>.</summary>
    /// <param name="path">Where the bytes are from, for errors.</param>
    /// <param name="json">The file's bytes.</param>
    /// <param name="payload">At least half as long as <paramref name="json"/>.</param>
    /// <param name="head">The type and the description, and how many bytes of payload were decoded.</param>
    /// <returns>Null, or why the envelope was refused.</returns>
    public static CredentialError? Parse(
        string path, ReadOnlySpan<byte> json, Span<byte> payload, out EnvelopeHead head)
    {
        head = default;
        Fields fields = new() { Payload = payload };
        try
        {
            if (ReadFields(path, json, ref fields) is { } refused)
                return refused;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: text that is not UTF-8. Neither message is shown: it may quote the payload.
            JsonException? where = e as JsonException;
            return new CredentialError.MalformedJson(
                path, (where?.LineNumber ?? 0) + 1, (where?.BytePositionInLine ?? 0) + 1);
        }
        if (fields.Type is null)
            return new CredentialError.MissingField(path, "type");
        if (fields.Description is null)
            return new CredentialError.MissingField(path, "description");
        if (fields.PayloadBytes is null)
            return new CredentialError.MissingField(path, "cborHex");
        head = new EnvelopeHead(fields.Type, fields.Description, fields.PayloadBytes.Value);
        return null;
    }

    private static CredentialError? ReadFields(string path, ReadOnlySpan<byte> json, ref Fields fields)
    {
        Utf8JsonReader reader = new(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return new CredentialError.MalformedJson(path, 1, 1);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            CredentialError? refused =
                reader.ValueTextEquals("type"u8) ? ReadText(path, "type", ref reader, out fields.Type)
                : reader.ValueTextEquals("description"u8)
                    ? ReadText(path, "description", ref reader, out fields.Description)
                : reader.ValueTextEquals("cborHex"u8) ? ReadPayload(path, ref reader, ref fields)
                : SkipValue(ref reader);
            if (refused is not null)
                return refused;
        }
        // Reads to the end, so that anything after the object is an error.
        _ = reader.Read();
        return null;
    }

    private static CredentialError.MissingField? ReadText(
        string path, string name, ref Utf8JsonReader reader, out string? text)
    {
        text = null;
        if (!reader.Read() || reader.TokenType != JsonTokenType.String)
            return new CredentialError.MissingField(path, name);
        text = reader.GetString();
        return null;
    }

    private static CredentialError? ReadPayload(string path, ref Utf8JsonReader reader, ref Fields fields)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.String)
            return new CredentialError.MissingField(path, "cborHex");
        if (reader.ValueIsEscaped
            || Convert.FromHexString(reader.ValueSpan, fields.Payload, out _, out int written) != OperationStatus.Done)
            return new CredentialError.MalformedHex(path);
        fields.PayloadBytes = written;
        return null;
    }

    private static CredentialError? SkipValue(ref Utf8JsonReader reader)
    {
        reader.Skip();
        return null;
    }

    private ref struct Fields
    {
        public string? Type;
        public string? Description;
        public int? PayloadBytes;
        public Span<byte> Payload;
    }
}
