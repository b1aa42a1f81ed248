using System.Numerics;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Ledger.Persistence;

/// <summary>The small values that every part of an encoded state is made of.</summary>
/// <remarks>
/// Shape: a fraction is <c>[numerator, denominator]</c> as big-endian byte strings in lowest terms, so that it has one
/// form only; what may be absent is null when it is.
/// </remarks>
internal static class ValueCodec
{
    // A fraction's parts are parameters, written by people; this many bytes is far beyond any.
    private const int IntegerSizeBytesMax = 128;

    public static void WriteCoin(this CborWriter writer, Coin coin) => writer.WriteUInt64(coin.Value);

    public static Coin ReadCoin(this ref CborReader reader) => new(reader.ReadUInt64());

    public static void WriteRational(this CborWriter writer, Rational value)
    {
        writer.WriteArrayStart(2);
        writer.WriteBytes(value.Numerator.ToByteArray(isUnsigned: true, isBigEndian: true));
        writer.WriteBytes(value.Denominator.ToByteArray(isUnsigned: true, isBigEndian: true));
    }

    public static Rational ReadRational(this ref CborReader reader)
    {
        int at = reader.Position;
        reader.ReadArrayStart(2);
        BigInteger numerator = ReadNatural(ref reader);
        BigInteger denominator = ReadNatural(ref reader);
        if (denominator.IsZero)
            throw new CborException(at, "a denominator above 0", "0");
        Rational value = new(numerator, denominator);
        return value.Denominator == denominator
            ? value
            : throw new CborException(at, "a fraction in lowest terms", "another");
    }

    public static void WriteExecutionUnits(this CborWriter writer, ExecutionUnits units)
    {
        writer.WriteArrayStart(2);
        writer.WriteUInt64(units.Memory);
        writer.WriteUInt64(units.Steps);
    }

    public static ExecutionUnits ReadExecutionUnits(this ref CborReader reader)
    {
        reader.ReadArrayStart(2);
        return new ExecutionUnits(reader.ReadUInt64(), reader.ReadUInt64());
    }

    public static void WriteVersion(this CborWriter writer, ProtocolVersion version)
    {
        writer.WriteArrayStart(2);
        writer.WriteUInt64(version.Major);
        writer.WriteUInt64(version.Minor);
    }

    public static ProtocolVersion ReadVersion(this ref CborReader reader)
    {
        reader.ReadArrayStart(2);
        return new ProtocolVersion(reader.ReadUInt64(), reader.ReadUInt64());
    }

    public static void WriteHashOrNull(this CborWriter writer, Hash32? hash)
    {
        if (hash is Hash32 value)
            writer.WriteHash(value);
        else
            writer.WriteNull();
    }

    public static Hash32? ReadHash32OrNull(this ref CborReader reader) =>
        reader.TryReadNull() ? null : reader.ReadHash32();

    public static Hash28? ReadHash28OrNull(this ref CborReader reader) =>
        reader.TryReadNull() ? null : reader.ReadHash28();

    // The credential's 28 bytes with its kind before them: 0 of a key, 1 of a script.
    public static void WriteCredential(this CborWriter writer, Credential credential)
    {
        Span<byte> bytes = stackalloc byte[1 + Hash28.SizeBytes];
        bytes[0] = credential.IsScript ? (byte)1 : (byte)0;
        credential.Hash.CopyTo(bytes[1..]);
        writer.WriteBytes(bytes);
    }

    public static Credential ReadCredential(this ref CborReader reader)
    {
        int at = reader.Position;
        ReadOnlySpan<byte> bytes = reader.ReadBytes(1 + Hash28.SizeBytes);
        return bytes[0] <= 1
            ? new Credential(new Hash28(bytes[1..]), bytes[0] == 1)
            : throw new CborException(at, "the kind of a credential, 0 or 1", $"{bytes[0]}");
    }

    /// <summary>Reads the head of an array of definite length.</summary>
    public static int ReadCount(this ref CborReader reader)
    {
        int at = reader.Position;
        return reader.ReadArrayStart() ?? throw new CborException(at, "an array of definite length", "an indefinite one");
    }

    private static BigInteger ReadNatural(ref CborReader reader)
    {
        int at = reader.Position;
        ReadOnlySpan<byte> bytes = reader.ReadBytes();
        return bytes.Length <= IntegerSizeBytesMax
            ? new BigInteger(bytes, isUnsigned: true, isBigEndian: true)
            : throw new CborException(at, $"an integer of at most {IntegerSizeBytesMax} bytes", $"{bytes.Length}");
    }
}
