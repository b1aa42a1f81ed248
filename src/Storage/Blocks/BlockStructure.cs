using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Storage.Blocks;

/// <summary>Reads what indexes need from a block of any era, by its CBOR structure alone.</summary>
/// <remarks>
/// Shape: <c>[eraTag, [header, ...]]</c>.
/// Shelley and later: header <c>[[blockNo, slot, prevHash / null, ...], signature]</c>.
/// Byron: header <c>[magic, prevHash, proof, [[epoch, slot], key, [difficulty], signature], extra]</c>.
/// Byron epoch boundary: header <c>[magic, prevHash, proof, [epoch, [difficulty]], extra]</c>.
/// Spec: cardano-ledger CDDL of each era; ouroboros-consensus <c>Byron/Ledger/Serialisation.hs</c> for the tags.
/// </remarks>
internal readonly record struct BlockStructure(
    byte EraTag,
    int HeaderOffsetBytes,
    int HeaderSizeBytes,
    int SizeBytes,
    Hash32? PrevHash,
    Slot Slot,
    BlockNo BlockNo)
{
    /// <summary>The greatest era tag that is known: Conway's.</summary>
    public const byte LastEraTag = 7;

    private const byte ByronEraTag = 1;

    /// <summary>Reads the block at the start of the bytes.</summary>
    /// <param name="bytes">A block; more may follow.</param>
    /// <param name="byronEpochSlots">The slots of a Byron epoch: 10 k.</param>
    /// <exception cref="CborException">The bytes do not start with a whole block.</exception>
    public static BlockStructure Read(ReadOnlySpan<byte> bytes, ulong byronEpochSlots)
    {
        CborReader reader = new(bytes);
        reader.ReadArrayStart(2);
        int tagOffset = reader.Position;
        ulong eraTag = reader.ReadUInt64();
        if (eraTag > LastEraTag)
            throw new CborException(tagOffset, $"an era tag from 0 to {LastEraTag}", $"{eraTag}");
        int blockOffset = reader.Position;
        int? parts = reader.ReadArrayStart();
        int headerOffset = reader.Position;
        if (parts is 0)
            throw new CborException(blockOffset, "a block of some parts", "an empty array");
        ReadOnlySpan<byte> header = reader.ReadEncoded();
        if (reader.Position > ushort.MaxValue)
            throw new CborException(headerOffset, "a header that ends within 65535 bytes", $"{header.Length} bytes");
        for (int read = 1; reader.HasNext(parts, read); read++)
            reader.Skip();

        (Hash32? prevHash, Slot slot, BlockNo blockNo) = ReadHeader(header, (byte)eraTag, byronEpochSlots);
        return new BlockStructure(
            (byte)eraTag, headerOffset, header.Length, reader.Position, prevHash, slot, blockNo);
    }

    /// <summary>Reads the era tag at the start of a stored block.</summary>
    public static byte ReadEraTag(ReadOnlySpan<byte> bytes)
    {
        CborReader reader = new(bytes);
        if (reader.ReadArrayStart() is not (2 or null))
            throw new CborException(0, "an array of 2", "another count");
        return (byte)Math.Min(reader.ReadUInt64(), byte.MaxValue);
    }

    private static (Hash32? PrevHash, Slot Slot, BlockNo BlockNo) ReadHeader(
        ReadOnlySpan<byte> header, byte eraTag, ulong byronEpochSlots) => eraTag switch
        {
            BlockSummary.EpochBoundaryEraTag => ReadByronHeader(header, isBoundary: true, byronEpochSlots),
            ByronEraTag => ReadByronHeader(header, isBoundary: false, byronEpochSlots),
            _ => ReadShelleyHeader(header),
        };

    private static (Hash32? PrevHash, Slot Slot, BlockNo BlockNo) ReadShelleyHeader(ReadOnlySpan<byte> header)
    {
        CborReader reader = new(header);
        reader.ReadArrayStart(2);
        reader.ReadArrayStart();
        BlockNo blockNo = new(reader.ReadUInt64());
        Slot slot = new(reader.ReadUInt64());
        Hash32? prevHash = null;
        if (reader.IsNullNext)
            reader.Skip();
        else
            prevHash = reader.ReadHash32();
        return (prevHash, slot, blockNo);
    }

    private static (Hash32? PrevHash, Slot Slot, BlockNo BlockNo) ReadByronHeader(
        ReadOnlySpan<byte> header, bool isBoundary, ulong byronEpochSlots)
    {
        CborReader reader = new(header);
        reader.ReadArrayStart(5);
        reader.Skip(); // protocol magic
        Hash32 prevHash = reader.ReadHash32();
        reader.Skip(); // body proof
        int consensusOffset = reader.Position;
        reader.ReadArrayStart(isBoundary ? 2 : 4);
        ulong slotInEpoch = 0;
        if (!isBoundary)
            reader.ReadArrayStart(2);
        ulong epoch = reader.ReadUInt64();
        if (!isBoundary)
        {
            slotInEpoch = reader.ReadUInt64();
            reader.Skip(); // leader key
        }
        reader.ReadArrayStart(1);
        ulong difficulty = reader.ReadUInt64();
        if (epoch > uint.MaxValue || slotInEpoch > byronEpochSlots)
            throw new CborException(consensusOffset, "a slot of the Byron era", $"epoch {epoch}, slot {slotInEpoch}");
        return (prevHash, new Slot((epoch * byronEpochSlots) + slotInEpoch), new BlockNo(difficulty));
    }
}
