using System.Formats.Cbor;

namespace PoolTopology.Primitives.Tests.Cbor;

/// <summary>Random CBOR items written by System.Formats.Cbor, leaning to the edges of every head size.</summary>
internal static class CborSamples
{
    private static readonly ulong[] EdgeNumbers =
    [
        0, 1, 23, 24, 25, byte.MaxValue, byte.MaxValue + 1, ushort.MaxValue, ushort.MaxValue + 1, uint.MaxValue,
        uint.MaxValue + 1UL, long.MaxValue, long.MaxValue + 1UL, ulong.MaxValue,
    ];

    public static ulong Number(Random random) => random.Next(2) == 0
        ? EdgeNumbers[random.Next(EdgeNumbers.Length)]
        : (ulong)random.NextInt64() >> random.Next(64);

    /// <summary>One well-formed item of any kind that the chain uses.</summary>
    public static byte[] Item(Random random)
    {
        CborWriter writer = new(CborConformanceMode.Lax);
        Write(writer, random, depth: 4);
        return writer.Encode();
    }

    private static void Write(CborWriter writer, Random random, int depth)
    {
        switch (random.Next(depth > 0 ? 11 : 6))
        {
            case 0:
                writer.WriteUInt64(Number(random));
                break;
            case 1:
                writer.WriteCborNegativeIntegerRepresentation(Number(random));
                break;
            case 2:
                writer.WriteByteString(Bytes(random));
                break;
            case 3:
                writer.WriteTextString(new string('ä', random.Next(30)));
                break;
            case 4:
                WriteSimple(writer, random);
                break;
            case 5:
                writer.WriteDouble(random.NextDouble());
                break;
            case 6:
                writer.WriteTag((CborTag)Number(random));
                Write(writer, random, depth - 1);
                break;
            case 7:
                WriteChunks(writer, random);
                break;
            case 8:
                WriteMap(writer, random, depth);
                break;
            default:
                WriteArray(writer, random, depth);
                break;
        }
    }

    private static void WriteSimple(CborWriter writer, Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                writer.WriteNull();
                break;
            case 1:
                writer.WriteSimpleValue((CborSimpleValue)(random.Next(2) == 0 ? random.Next(20) : random.Next(32, 256)));
                break;
            default:
                writer.WriteBoolean(random.Next(2) == 0);
                break;
        }
    }

    private static void WriteArray(CborWriter writer, Random random, int depth)
    {
        int count = random.Next(6);
        writer.WriteStartArray(random.Next(2) == 0 ? count : null);
        for (int i = 0; i < count; i++)
            Write(writer, random, depth - 1);
        writer.WriteEndArray();
    }

    private static void WriteMap(CborWriter writer, Random random, int depth)
    {
        int count = random.Next(5);
        writer.WriteStartMap(random.Next(2) == 0 ? count : null);
        for (int i = 0; i < count; i++)
        {
            writer.WriteInt32(i);
            Write(writer, random, depth - 1);
        }
        writer.WriteEndMap();
    }

    private static void WriteChunks(CborWriter writer, Random random)
    {
        writer.WriteStartIndefiniteLengthByteString();
        for (int i = random.Next(4); i > 0; i--)
            writer.WriteByteString(Bytes(random));
        writer.WriteEndIndefiniteLengthByteString();
    }

    private static byte[] Bytes(Random random)
    {
        byte[] bytes = new byte[random.Next(4) switch { 0 => 0, 1 => random.Next(24), 2 => 24, _ => random.Next(300) }];
        random.NextBytes(bytes);
        return bytes;
    }
}
