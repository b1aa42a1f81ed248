using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Primitives.Chain;

/// <summary>The CBOR forms of points, tips and hashes, the same in every protocol and file.</summary>
public static class ChainCbor
{
    /// <summary>Reads <c>bytes .size 32</c>.</summary>
    public static Hash32 ReadHash32(this ref CborReader reader) => new(reader.ReadBytes(Hash32.SizeBytes));

    /// <summary>Reads <c>bytes .size 28</c>.</summary>
    public static Hash28 ReadHash28(this ref CborReader reader) => new(reader.ReadBytes(Hash28.SizeBytes));

    /// <summary>Reads <c>[]</c> or <c>[slot, hash]</c>, of definite or indefinite length.</summary>
    public static Point ReadPoint(this ref CborReader reader)
    {
        CborReader at = reader;
        int? count = at.ReadArrayStart();
        Point point = Point.Origin;
        if (at.HasNext(count, 0))
        {
            point = new Point(new Slot(at.ReadUInt64()), at.ReadHash32());
            if (at.HasNext(count, 2) || count is 1)
                throw new CborException(reader.Position, "a point of 0 or 2 elements", "another count");
        }
        reader = at;
        return point;
    }

    /// <summary>Reads <c>[point, blockNo]</c>.</summary>
    public static Tip ReadTip(this ref CborReader reader)
    {
        CborReader at = reader;
        at.ReadArrayStart(2);
        Tip tip = new(at.ReadPoint(), new BlockNo(at.ReadUInt64()));
        reader = at;
        return tip;
    }

    /// <summary>Writes a byte string of 32 bytes.</summary>
    public static void WriteHash(this CborWriter writer, Hash32 hash)
    {
        Span<byte> bytes = stackalloc byte[Hash32.SizeBytes];
        hash.CopyTo(bytes);
        writer.WriteBytes(bytes);
    }

    /// <summary>Writes a byte string of 28 bytes.</summary>
    public static void WriteHash(this CborWriter writer, Hash28 hash)
    {
        Span<byte> bytes = stackalloc byte[Hash28.SizeBytes];
        hash.CopyTo(bytes);
        writer.WriteBytes(bytes);
    }

    /// <summary>Writes <c>[]</c> or <c>[slot, hash]</c>.</summary>
    public static void WritePoint(this CborWriter writer, Point point)
    {
        if (point.IsOrigin)
        {
            writer.WriteArrayStart(0);
            return;
        }
        writer.WriteArrayStart(2);
        writer.WriteUInt64(point.Slot.Value);
        writer.WriteHash(point.Hash);
    }

    /// <summary>Writes <c>[point, blockNo]</c>.</summary>
    public static void WriteTip(this CborWriter writer, Tip tip)
    {
        writer.WriteArrayStart(2);
        writer.WritePoint(tip.Point);
        writer.WriteUInt64(tip.BlockNo.Value);
    }
}
