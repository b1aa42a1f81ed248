using System.Buffers.Binary;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Inspection;

namespace PoolTopology.Storage.ImmutableDb;

/// <summary>The bytes of a secondary index file: one entry for each block of the chunk, in order.</summary>
/// <remarks>
/// Shape, big-endian: u64 block offset, u16 header offset in the block, u16 header size, u32 CRC-32 of the block,
/// 32 bytes header hash, u64 slot (of an epoch boundary block: the epoch, which is the chunk number).
/// Spec: ouroboros-consensus <c>Storage/ImmutableDB/Impl/Index/Secondary.hs</c>.
/// </remarks>
internal static class SecondaryIndex
{
    /// <summary>The size of an entry.</summary>
    public const int EntrySizeBytes = 56;

    private const int HeaderOffsetAt = 8;
    private const int HeaderSizeAt = 10;
    private const int CrcAt = 12;
    private const int HashAt = 16;
    private const int SlotAt = 48;

    /// <summary>The fields of an entry, in order: what it is, where it starts in the entry, its size.</summary>
    public static IReadOnlyList<(IndexPart Part, int Start, int SizeBytes)> Parts { get; } =
    [
        (IndexPart.BlockOffset, 0, HeaderOffsetAt),
        (IndexPart.HeaderOffset, HeaderOffsetAt, HeaderSizeAt - HeaderOffsetAt),
        (IndexPart.HeaderSize, HeaderSizeAt, CrcAt - HeaderSizeAt),
        (IndexPart.Checksum, CrcAt, HashAt - CrcAt),
        (IndexPart.HeaderHash, HashAt, SlotAt - HashAt),
        (IndexPart.Slot, SlotAt, EntrySizeBytes - SlotAt),
    ];

    /// <summary>Writes an entry.</summary>
    public static void Write(in ChunkEntry entry, int chunk, Span<byte> into)
    {
        BinaryPrimitives.WriteInt64BigEndian(into, entry.OffsetBytes);
        BinaryPrimitives.WriteUInt16BigEndian(into[HeaderOffsetAt..], entry.HeaderOffsetBytes);
        BinaryPrimitives.WriteUInt16BigEndian(into[HeaderSizeAt..], entry.HeaderSizeBytes);
        BinaryPrimitives.WriteUInt32BigEndian(into[CrcAt..], entry.Crc);
        entry.Hash.CopyTo(into[HashAt..]);
        BinaryPrimitives.WriteUInt64BigEndian(into[SlotAt..], entry.IsEpochBoundary ? (ulong)chunk : entry.Slot.Value);
    }

    /// <summary>Reads an entry.</summary>
    public static ChunkEntry Read(ReadOnlySpan<byte> from, int chunk, bool isEpochBoundary, ChunkLayout layout) => new(
        BinaryPrimitives.ReadInt64BigEndian(from),
        BinaryPrimitives.ReadUInt16BigEndian(from[HeaderOffsetAt..]),
        BinaryPrimitives.ReadUInt16BigEndian(from[HeaderSizeAt..]),
        BinaryPrimitives.ReadUInt32BigEndian(from[CrcAt..]),
        new Hash32(from.Slice(HashAt, Hash32.SizeBytes)),
        isEpochBoundary ? layout.FirstSlotOf(chunk) : new Slot(BinaryPrimitives.ReadUInt64BigEndian(from[SlotAt..])),
        isEpochBoundary);

    /// <summary>The file for the given blocks.</summary>
    public static byte[] Encode(ReadOnlySpan<ChunkEntry> entries, int chunk)
    {
        byte[] bytes = new byte[entries.Length * EntrySizeBytes];
        for (int i = 0; i < entries.Length; i++)
            Write(entries[i], chunk, bytes.AsSpan(i * EntrySizeBytes));
        return bytes;
    }
}
