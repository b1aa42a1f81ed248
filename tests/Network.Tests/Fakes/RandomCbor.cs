using System.Buffers;
using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Network.Tests.Fakes;

/// <summary>Random items and bytes, leaning to the edges.</summary>
internal static class RandomCbor
{
    public static byte[] Bytes(Random random, int lengthMax)
    {
        byte[] bytes = new byte[random.Next(lengthMax + 1)];
        random.NextBytes(bytes);
        return bytes;
    }

    public static byte[] Item(Random random, int depth)
    {
        ArrayBufferWriter<byte> output = new();
        Write(new CborWriter(output), output, random, depth);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Changes, cuts, doubles or inserts a few bytes.</summary>
    public static byte[] Mutate(Random random, byte[] bytes)
    {
        List<byte> mutated = [.. bytes];
        for (int i = random.Next(1, 4); i > 0 && mutated.Count > 0; i--)
        {
            int at = random.Next(mutated.Count);
            switch (random.Next(5))
            {
                case 0:
                    mutated[at] = (byte)random.Next(256);
                    break;
                case 1:
                    mutated[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    mutated.RemoveRange(at, mutated.Count - at);
                    break;
                case 3:
                    mutated.Insert(at, (byte)random.Next(256));
                    break;
                default:
                    mutated.InsertRange(at, mutated.GetRange(at, Math.Min(mutated.Count - at, random.Next(1, 20))));
                    break;
            }
        }
        return [.. mutated];
    }

    private static void Write(CborWriter writer, ArrayBufferWriter<byte> output, Random random, int depth)
    {
        switch (random.Next(depth > 0 ? 10 : 5))
        {
            case 0:
                writer.WriteUInt64((ulong)random.NextInt64(long.MaxValue) >> random.Next(64));
                break;
            case 1:
                writer.WriteInt64(-random.NextInt64(1L << random.Next(1, 62)));
                break;
            case 2:
                writer.WriteBytes(Bytes(random, 300));
                break;
            case 3:
                writer.WriteText(new string('x', random.Next(30)));
                break;
            case 4:
                output.Write(new byte[] { (byte)(0xf4 + random.Next(4)) });
                break;
            case 5:
                output.Write(new byte[] { 0x5f });
                for (int i = random.Next(3); i > 0; i--)
                    writer.WriteBytes(Bytes(random, 30));
                writer.WriteBreak();
                break;
            case 6:
                writer.WriteTag((ulong)random.Next(300));
                Write(writer, output, random, depth - 1);
                break;
            case 7:
                output.Write(new byte[] { 0xbf });
                WriteItems(writer, output, random, depth, 2 * random.Next(3));
                writer.WriteBreak();
                break;
            case 8:
                writer.WriteIndefiniteArrayStart();
                WriteItems(writer, output, random, depth, random.Next(4));
                writer.WriteBreak();
                break;
            default:
                int count = random.Next(4);
                if (random.Next(2) == 0)
                    writer.WriteArrayStart(count);
                else
                    writer.WriteMapStart(count / 2);
                WriteItems(writer, output, random, depth, output.WrittenSpan[^1] >> 5 == 4 ? count : count / 2 * 2);
                break;
        }
    }

    private static void WriteItems(CborWriter writer, ArrayBufferWriter<byte> output, Random random, int depth, int count)
    {
        for (int i = 0; i < count; i++)
            Write(writer, output, random, depth - 1);
    }
}
