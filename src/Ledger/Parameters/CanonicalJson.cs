using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PoolTopology.Ledger.Parameters;

/// <summary>Renders JSON in its canonical form: no white space, keys in order, two escapes only.</summary>
/// <remarks>
/// Numbers are integers of at most 53 bits and sign. Keys are in the order of their code points.
/// Spec: http://wiki.laptop.org/go/Canonical_JSON as the Haskell package canonical-json renders it.
/// </remarks>
internal static class CanonicalJson
{
    private const string Name = "byron-genesis";
    private const long IntegerMax = (1L << 53) - 1;

    public static byte[] Render(ReadOnlySpan<byte> json)
    {
        ArrayBufferWriter<byte> output = new(json.Length);
        Write(JsonField.Parse(json, Name), output);
        return output.WrittenSpan.ToArray();
    }

    private static void Write(JsonField field, ArrayBufferWriter<byte> output)
    {
        switch (field.Value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(field, output);
                break;
            case JsonValueKind.Array:
                WriteArray(field, output);
                break;
            case JsonValueKind.String:
                WriteText(field.AsText(), output);
                break;
            case JsonValueKind.Number when field.Value.TryGetInt64(out long number) && Math.Abs(number) <= IntegerMax:
                output.Write(Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture)));
                break;
            case JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null:
                output.Write(Encoding.UTF8.GetBytes(field.Value.GetRawText()));
                break;
            default:
                throw field.Unlike("what canonical JSON can hold: integers of 53 bits, no fractions");
        }
    }

    private static void WriteObject(JsonField field, ArrayBufferWriter<byte> output)
    {
        output.Write("{"u8);
        bool isFirst = true;
        foreach ((string key, JsonField value) in field.Properties().OrderBy(p => p.Key, CodePointOrder))
        {
            if (!isFirst)
                output.Write(","u8);
            isFirst = false;
            WriteText(key, output);
            output.Write(":"u8);
            Write(value, output);
        }
        output.Write("}"u8);
    }

    private static void WriteArray(JsonField field, ArrayBufferWriter<byte> output)
    {
        output.Write("["u8);
        bool isFirst = true;
        foreach (JsonElement element in field.Value.EnumerateArray())
        {
            if (!isFirst)
                output.Write(","u8);
            isFirst = false;
            Write(new JsonField(field.Path + "[]", element), output);
        }
        output.Write("]"u8);
    }

    private static void WriteText(string text, ArrayBufferWriter<byte> output)
    {
        string escaped = text
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal);
        output.Write("\""u8);
        Encoding.UTF8.GetBytes(escaped, output);
        output.Write("\""u8);
    }

    // UTF-16 units are in the order of code points but for surrogates, which stand for the highest ones.
    private static readonly IComparer<string> CodePointOrder = Comparer<string>.Create((a, b) =>
    {
        int same = a.AsSpan().CommonPrefixLength(b);
        return same == a.Length || same == b.Length
            ? a.Length.CompareTo(b.Length)
            : Rank(a[same]).CompareTo(Rank(b[same]));
    });

    private static int Rank(char unit) => char.IsSurrogate(unit) ? char.MaxValue + unit : unit;
}
