using System.Text;

namespace PoolTopology.Credentials.Envelopes;

/// <summary>Writes a text envelope byte for byte as <c>cardano-cli</c> does.</summary>
/// <remarks>Shape: UTF-8 JSON, keys in the order type, description, cborHex, four spaces, a final line feed.</remarks>
internal static class EnvelopeFormat
{
    private static readonly byte[] AfterHex = "\"\n}\n"u8.ToArray();

    /// <summary>How many bytes an envelope has.</summary>
    public static int SizeBytes(EnvelopeKind kind, int payloadBytes) =>
        Head(kind).Length + (2 * payloadBytes) + AfterHex.Length;

    /// <summary>Writes the envelope into exactly <see cref="SizeBytes"/> bytes.</summary>
    /// <remarks>No intermediate text is made of the payload: it may be a secret.</remarks>
    public static void Write(Span<byte> destination, EnvelopeKind kind, ReadOnlySpan<byte> payload)
    {
        byte[] head = Head(kind);
        head.CopyTo(destination);
        Span<byte> hex = destination.Slice(head.Length, 2 * payload.Length);
        for (int i = 0; i < payload.Length; i++)
        {
            hex[2 * i] = Digit(payload[i] >> 4);
            hex[(2 * i) + 1] = Digit(payload[i] & 0xf);
        }
        AfterHex.CopyTo(destination[(head.Length + hex.Length)..]);
    }

    // Arithmetic instead of a table: no memory access depends on a digit of a secret.
    private static byte Digit(int value) => (byte)(value + '0' + (((9 - value) >> 31) & ('a' - '0' - 10)));

    private static byte[] Head(EnvelopeKind kind) => Encoding.UTF8.GetBytes(
        $"{{\n    \"type\": \"{kind.Type}\",\n    \"description\": \"{kind.Description}\",\n    \"cborHex\": \"");
}
