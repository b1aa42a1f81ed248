using System.Buffers.Binary;

namespace PoolTopology.Storage.ImmutableDb;

/// <summary>The bytes of a primary index file: for each relative slot, where the secondary index continues.</summary>
/// <remarks>
/// Shape: one version byte (1), then u32 big-endian offsets into the secondary index. Relative slot i is filled when
/// offset i + 1 is greater than offset i. The chunk that is being written ends after its last filled slot; a finished
/// chunk repeats the last offset up to its last slot.
/// Spec: ouroboros-consensus <c>Storage/ImmutableDB/Impl/Index/Primary.hs</c>.
/// </remarks>
internal static class PrimaryIndex
{
    /// <summary>The size of an offset.</summary>
    public const int OffsetSizeBytes = 4;

    /// <summary>The file of a chunk without blocks yet: the version and the first offset.</summary>
    public static ReadOnlySpan<byte> Start => [Version, 0, 0, 0, 0];

    private const byte Version = 1;

    /// <summary>The size of the file once the chunk is finished.</summary>
    public static long FinishedSizeBytes(ChunkLayout layout) =>
        1 + (OffsetSizeBytes * ((long)layout.RelativeSlotCount + 1));

    /// <summary>The size of the file when the given relative slot is its last filled one; -1 for none.</summary>
    public static long SizeBytesThrough(int lastRelativeSlot) => 1 + (OffsetSizeBytes * ((long)lastRelativeSlot + 2));

    /// <summary>The file for the given blocks, up to the last filled slot.</summary>
    public static byte[] Encode(ReadOnlySpan<ChunkEntry> entries, ChunkLayout layout)
    {
        int last = entries.IsEmpty ? -1 : RelativeSlotOf(entries[^1], layout);
        return Encode(entries, layout, SizeBytesThrough(last));
    }

    /// <summary>The file for the given blocks, up to the chunk's end.</summary>
    public static byte[] EncodeFinished(ReadOnlySpan<ChunkEntry> entries, ChunkLayout layout) =>
        Encode(entries, layout, FinishedSizeBytes(layout));

    /// <summary>Writes the same offset once for every slot that the span has room for.</summary>
    public static void Fill(Span<byte> into, uint offsetBytes)
    {
        for (int at = 0; at < into.Length; at += OffsetSizeBytes)
            BinaryPrimitives.WriteUInt32BigEndian(into[at..], offsetBytes);
    }

    /// <summary>Says from the start of the file whether the chunk starts with an epoch boundary block.</summary>
    public static bool StartsWithEpochBoundary(ReadOnlySpan<byte> start) =>
        start.Length >= 1 + (2 * OffsetSizeBytes)
        && BinaryPrimitives.ReadUInt32BigEndian(start[(1 + OffsetSizeBytes)..]) > 0;

    private static byte[] Encode(ReadOnlySpan<ChunkEntry> entries, ChunkLayout layout, long sizeBytes)
    {
        byte[] bytes = new byte[sizeBytes];
        bytes[0] = Version;
        Span<byte> offsets = bytes.AsSpan(1);
        uint offset = 0;
        int next = 0; // the first offset not written yet
        foreach (ref readonly ChunkEntry entry in entries)
        {
            int relative = RelativeSlotOf(entry, layout);
            Fill(offsets[(next * OffsetSizeBytes)..((relative + 1) * OffsetSizeBytes)], offset);
            offset += SecondaryIndex.EntrySizeBytes;
            next = relative + 1;
        }
        Fill(offsets[(next * OffsetSizeBytes)..], offset);
        return bytes;
    }

    private static int RelativeSlotOf(in ChunkEntry entry, ChunkLayout layout) =>
        layout.RelativeSlotOf(entry.Slot, entry.IsEpochBoundary);
}
