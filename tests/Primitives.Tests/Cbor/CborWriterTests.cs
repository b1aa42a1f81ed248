using System.Buffers;
using PoolTopology.Primitives.Cbor;
using PoolTopology.TestKit;
using Xunit;
using Oracle = System.Formats.Cbor;

namespace PoolTopology.Primitives.Tests.Cbor;

public class CborWriterTests
{
    [Fact]
    public void Heads_are_those_of_the_oracle() => Seeds.ForAll(5_000, random =>
    {
        ulong number = CborSamples.Number(random);
        long signed = (long)number;
        byte[] payload = new byte[random.Next(300)];
        random.NextBytes(payload);
        string text = Convert.ToHexString(payload);
        int count = random.Next(400);
        bool flag = random.Next(2) == 0;

        ArrayBufferWriter<byte> output = new();
        CborWriter writer = new(output);
        writer.WriteIndefiniteArrayStart();
        writer.WriteUInt64(number);
        writer.WriteInt64(signed);
        writer.WriteBytes(payload);
        writer.WriteText(text);
        writer.WriteBoolean(flag);
        writer.WriteNull();
        writer.WriteTag(number);
        writer.WriteArrayStart(count);
        for (int i = 0; i < count; i++)
            writer.WriteMapStart(0);
        writer.WriteBreak();

        Oracle.CborWriter oracle = new(Oracle.CborConformanceMode.Lax);
        oracle.WriteStartArray(null);
        oracle.WriteUInt64(number);
        oracle.WriteInt64(signed);
        oracle.WriteByteString(payload);
        oracle.WriteTextString(text);
        oracle.WriteBoolean(flag);
        oracle.WriteNull();
        oracle.WriteTag((Oracle.CborTag)number);
        oracle.WriteStartArray(count);
        for (int i = 0; i < count; i++)
        {
            oracle.WriteStartMap(0);
            oracle.WriteEndMap();
        }
        oracle.WriteEndArray();
        oracle.WriteEndArray();
        Assert.Equal(oracle.Encode(), output.WrittenSpan.ToArray());
    });

    [Fact]
    public void WriteEncoded_leaves_the_item_as_it_is()
    {
        ArrayBufferWriter<byte> output = new();
        new CborWriter(output).WriteEncoded([0x18, 0x01]);
        Assert.Equal([0x18, 0x01], output.WrittenSpan.ToArray());
    }
}
