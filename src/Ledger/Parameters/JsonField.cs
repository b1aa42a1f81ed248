using System.Globalization;
using System.Numerics;
using System.Text.Json;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Ledger.Parameters;

/// <summary>A value in a genesis file with the path to it, so that every complaint says where.</summary>
internal readonly struct JsonField(string path, JsonElement value)
{
    public string Path { get; } = path;

    public JsonElement Value { get; } = value;

    /// <summary>Parses a file; the result owns its own copy of the text.</summary>
    public static JsonField Parse(ReadOnlySpan<byte> json, string name)
    {
        try
        {
            Utf8JsonReader reader = new(json);
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            return new JsonField(name, document.RootElement.Clone());
        }
        catch (JsonException e)
        {
            throw new GenesisException(name, "JSON", e.Message);
        }
    }

    public JsonField this[string key] => TryGet(key)
        ?? throw new GenesisException($"{Path}.{key}", "a value", "nothing");

    public JsonField? TryGet(string key)
    {
        if (Value.ValueKind != JsonValueKind.Object)
            throw Unlike("an object");
        return Value.TryGetProperty(key, out JsonElement value) ? new JsonField($"{Path}.{key}", value) : null;
    }

    public IEnumerable<(string Key, JsonField Value)> Properties()
    {
        if (Value.ValueKind != JsonValueKind.Object)
            throw Unlike("an object");
        string path = Path;
        return Value.EnumerateObject().Select(p => (p.Name, new JsonField($"{path}.{p.Name}", p.Value)));
    }

    public IEnumerable<JsonField> Elements()
    {
        if (Value.ValueKind != JsonValueKind.Array)
            throw Unlike("a list");
        string path = Path;
        return Value.EnumerateArray().Select(element => new JsonField(path + "[]", element));
    }

    public string AsText() => Value.ValueKind == JsonValueKind.String
        ? Value.GetString() ?? ""
        : throw Unlike("a text");

    public ulong AsUInt64()
    {
        Rational number = AsRational();
        if (!number.Denominator.IsOne || number.Sign < 0 || number.Numerator > ulong.MaxValue)
            throw Unlike("an integer from 0 to 2^64-1");
        return (ulong)number.Numerator;
    }

    public uint AsUInt32()
    {
        ulong number = AsUInt64();
        return number <= uint.MaxValue ? (uint)number : throw Unlike("an integer from 0 to 2^32-1");
    }

    public ushort AsUInt16()
    {
        ulong number = AsUInt64();
        return number <= ushort.MaxValue ? (ushort)number : throw Unlike("an integer from 0 to 65535");
    }

    public long AsInt64()
    {
        Rational number = AsRational();
        return number.Denominator.IsOne && number.Numerator >= long.MinValue && number.Numerator <= long.MaxValue
            ? (long)number.Numerator
            : throw Unlike("an integer from -2^63 to 2^63-1");
    }

    /// <summary>A number exactly as written, or <c>{"numerator": n, "denominator": d}</c>.</summary>
    public Rational AsRational()
    {
        if (Value.ValueKind == JsonValueKind.Object)
        {
            BigInteger denominator = this["denominator"].AsRational().Numerator;
            if (denominator.Sign <= 0)
                throw this["denominator"].Unlike("a positive integer");
            return new Rational(this["numerator"].AsRational().Numerator, denominator);
        }
        if (Value.ValueKind != JsonValueKind.Number)
            throw Unlike("a number");
        try
        {
            return Rational.ParseDecimal(Value.GetRawText());
        }
        catch (FormatException)
        {
            throw Unlike("a number of sensible size");
        }
    }

    /// <summary>A fraction from 0 to 1.</summary>
    public Rational AsUnitInterval()
    {
        Rational number = AsRational();
        return number >= Rational.Zero && number <= Rational.One ? number : throw Unlike("a number from 0 to 1");
    }

    public DateTimeOffset AsTime() => DateTimeOffset.TryParse(
        AsText(),
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
        out DateTimeOffset time)
        ? time
        : throw Unlike("a time such as 2022-06-01T00:00:00Z");

    public Hash28 AsHash28() => AsHex(Hash28.SizeBytes, AsText(), bytes => new Hash28(bytes));

    public Hash32 AsHash32() => AsHex(Hash32.SizeBytes, AsText(), bytes => new Hash32(bytes));

    /// <summary>A hash that stands as a key of an object.</summary>
    public Hash28 KeyAsHash28(string key) => AsHex(Hash28.SizeBytes, key, bytes => new Hash28(bytes));

    public byte[] KeyAsBytes(string key) => AsHex(null, key, bytes => bytes);

    public GenesisException Unlike(string expected)
    {
        string found = Value.GetRawText();
        return new GenesisException(Path, expected, found.Length <= 80 ? found : found[..80] + "…");
    }

    private T AsHex<T>(int? sizeBytes, string text, Func<byte[], T> make)
    {
        byte[] bytes;
        try
        {
            bytes = Convert.FromHexString(text);
        }
        catch (FormatException)
        {
            throw new GenesisException(Path, "hexadecimal digits", $"'{text}'");
        }
        if (sizeBytes is int size && bytes.Length != size)
            throw new GenesisException(Path, $"{size} bytes in hexadecimal", $"{bytes.Length} bytes");
        return make(bytes);
    }
}
