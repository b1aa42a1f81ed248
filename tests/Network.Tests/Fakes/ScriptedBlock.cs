using System.Buffers;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Network.Tests.Fakes;

/// <summary>A block that a test made: its header says where it stands, its body is filler.</summary>
internal sealed record ScriptedBlock(Point Point, BlockNo BlockNo, ReadOnlyMemory<byte> Header, ReadOnlyMemory<byte> Stored)
{
    public Tip Tip => new(Point, BlockNo);

    /// <summary>A block at a slot; different forks give different hashes.</summary>
    public static ScriptedBlock Create(ulong slot, ulong blockNo, byte fork = 0, int bodyBytes = 200)
    {
        byte[] hash = new byte[Hash32.SizeBytes];
        BitConverter.TryWriteBytes(hash, slot);
        hash[31] = fork;
        Point point = new(new Slot(slot), new Hash32(hash));
        ArrayBufferWriter<byte> header = new();
        CborWriter writer = new(header);
        writer.WriteArrayStart(2);
        writer.WriteUInt64(6);
        writer.WriteTag(24);
        writer.WriteBytes(Describe(point, blockNo));
        return new ScriptedBlock(point, new BlockNo(blockNo), header.WrittenMemory.ToArray(), Store(point, blockNo, bodyBytes));
    }

    /// <summary>Reads back what a header says.</summary>
    public static (Point Point, BlockNo BlockNo) ReadHeader(ReadOnlyMemory<byte> header)
    {
        CborReader outer = new(header.Span);
        outer.ReadArrayStart(2);
        outer.ReadUInt64();
        outer.ReadTag(24);
        CborReader inner = new(outer.ReadBytes());
        outer.ExpectEnd();
        inner.ReadArrayStart(2);
        return (inner.ReadPoint(), new BlockNo(inner.ReadUInt64()));
    }

    /// <summary>Reads back which block it is.</summary>
    public static Point ReadStored(ReadOnlyMemory<byte> stored)
    {
        CborReader reader = new(stored.Span);
        reader.ReadArrayStart(2);
        reader.ReadUInt64();
        reader.ReadArrayStart(3);
        return reader.ReadPoint();
    }

    private static byte[] Describe(Point point, ulong blockNo)
    {
        ArrayBufferWriter<byte> output = new();
        CborWriter writer = new(output);
        writer.WriteArrayStart(2);
        writer.WritePoint(point);
        writer.WriteUInt64(blockNo);
        return output.WrittenSpan.ToArray();
    }

    private static byte[] Store(Point point, ulong blockNo, int bodyBytes)
    {
        ArrayBufferWriter<byte> output = new();
        CborWriter writer = new(output);
        writer.WriteArrayStart(2);
        writer.WriteUInt64(7);
        writer.WriteArrayStart(3);
        writer.WritePoint(point);
        writer.WriteUInt64(blockNo);
        writer.WriteBytes(new byte[bodyBytes]);
        return output.WrittenSpan.ToArray();
    }
}
