using System.Buffers;
using System.Collections.Immutable;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Eras.Byron;

/// <summary>Reads Byron's blocks.</summary>
/// <remarks>
/// Spec: ledger CDDL <c>byron.cddl</c>: arrays of definite length, but for the lists within bodies, which are of
/// indefinite length.
/// </remarks>
internal static class ByronBlockDecoder
{
    private const ulong BoundaryTag = 0;
    private const ulong MainTag = 1;

    public static ByronBlock Decode(ReadOnlyMemory<byte> stored)
    {
        CborReader reader = new(stored.Span);
        reader.ReadArrayStart(2);
        int tagAt = reader.Position;
        ulong tag = reader.ReadUInt64();
        if (tag > MainTag)
            throw new CborException(tagAt, "the tag of a block of Byron, 0 or 1", $"tag {tag}");
        reader.ReadArrayStart(3);
        ByronBlock block = tag == BoundaryTag ? ReadBoundary(stored, ref reader) : ReadMain(stored, ref reader);
        reader.ExpectEnd();
        return block;
    }

    private static ByronBlock ReadBoundary(ReadOnlyMemory<byte> stored, ref CborReader reader)
    {
        int start = reader.Position;
        reader.ReadArrayStart(5);
        uint magic = reader.ReadUInt32();
        Hash32 prevHash = reader.ReadHash32();
        Hash32 bodyHash = reader.ReadHash32();
        reader.ReadArrayStart(2);
        ulong epoch = reader.ReadUInt64();
        ulong difficulty = ReadDifficulty(ref reader);
        SkipAttributes(ref reader);
        ReadOnlyMemory<byte> header = stored[start..reader.Position];
        ReadOnlySpan<byte> body = ReadStakeholders(ref reader);
        SkipAttributes(ref reader);
        return new ByronBlock(stored, isBoundary: true, header)
        {
            ProtocolMagic = magic,
            PrevHash = prevHash,
            Epoch = new EpochNo(epoch),
            SlotInEpoch = 0,
            BlockNo = new BlockNo(difficulty),
            BoundaryBodyHash = bodyHash,
            ComputedBodyHash = Digest.Blake2b256(body),
            TransactionIds = [],
        };
    }

    private static ByronBlock ReadMain(ReadOnlyMemory<byte> stored, ref CborReader reader)
    {
        int start = reader.Position;
        reader.ReadArrayStart(5);
        uint magic = reader.ReadUInt32();
        Hash32 prevHash = reader.ReadHash32();
        ByronBodyProof proof = ReadProof(ref reader);
        reader.ReadArrayStart(4);
        reader.ReadArrayStart(2);
        ulong epoch = reader.ReadUInt64();
        ulong slotInEpoch = reader.ReadUInt64();
        reader.ReadBytes();
        ulong difficulty = ReadDifficulty(ref reader);
        SkipSignature(ref reader);
        SkipExtraData(ref reader);
        ReadOnlyMemory<byte> header = stored[start..reader.Position];
        ByronBodyProof computed = ReadBody(ref reader, out ImmutableArray<Hash32> ids);
        SkipAttributes(ref reader);
        return new ByronBlock(stored, isBoundary: false, header)
        {
            ProtocolMagic = magic,
            PrevHash = prevHash,
            Epoch = new EpochNo(epoch),
            SlotInEpoch = slotInEpoch,
            BlockNo = new BlockNo(difficulty),
            BodyProof = proof,
            ComputedProof = computed,
            TransactionIds = ids,
        };
    }

    private static ByronBodyProof ReadProof(ref CborReader reader)
    {
        reader.ReadArrayStart(4);
        reader.ReadArrayStart(3);
        uint count = reader.ReadUInt32();
        Hash32 root = reader.ReadHash32();
        Hash32 witnesses = reader.ReadHash32();
        SkipArray(ref reader);
        return new ByronBodyProof(count, root, witnesses, reader.ReadHash32(), reader.ReadHash32());
    }

    private static ByronBodyProof ReadBody(ref CborReader reader, out ImmutableArray<Hash32> ids)
    {
        reader.ReadArrayStart(4);
        ImmutableArray<Hash32>.Builder found = ImmutableArray.CreateBuilder<Hash32>();
        List<Hash32> leaves = [];
        // The list of witnesses is hashed as a list of its own, of indefinite length.
        ArrayBufferWriter<byte> witnesses = new();
        CborWriter writer = new(witnesses);
        writer.WriteIndefiniteArrayStart();
        RequireList(ref reader);
        while (!reader.TryReadBreak())
        {
            reader.ReadArrayStart(2);
            ReadOnlySpan<byte> transaction = ReadTransaction(ref reader);
            found.Add(Digest.Blake2b256(transaction));
            leaves.Add(ByronMerkleTree.Leaf(transaction));
            writer.WriteEncoded(ReadArray(ref reader));
        }
        writer.WriteBreak();
        ids = found.DrainToImmutable();
        SkipArray(ref reader);
        Hash32 delegations = Digest.Blake2b256(ReadArray(ref reader));
        Hash32 updates = Digest.Blake2b256(ReadArray(ref reader));
        return new ByronBodyProof(
            (uint)leaves.Count,
            ByronMerkleTree.Root(leaves.ToArray()),
            Digest.Blake2b256(witnesses.WrittenSpan),
            delegations,
            updates);
    }

    private static ReadOnlySpan<byte> ReadTransaction(ref CborReader reader)
    {
        CborReader whole = reader;
        reader.ReadArrayStart(3);
        SkipNonEmptyList(ref reader);
        SkipNonEmptyList(ref reader);
        SkipMap(ref reader);
        return whole.ReadEncoded();
    }

    private static void SkipNonEmptyList(ref CborReader reader)
    {
        int at = reader.Position;
        RequireList(ref reader);
        if (reader.TryReadBreak())
            throw new CborException(at, "at least one input or output", "none");
        while (!reader.TryReadBreak())
            SkipArray(ref reader);
    }

    private static void RequireList(ref CborReader reader)
    {
        int at = reader.Position;
        if (reader.ReadArrayStart() is int count)
            throw new CborException(at, "a list of indefinite length", $"one of {count}");
    }

    private static ReadOnlySpan<byte> ReadStakeholders(ref CborReader reader)
    {
        CborReader whole = reader;
        RequireList(ref reader);
        while (!reader.TryReadBreak())
            reader.ReadHash28();
        return whole.ReadEncoded();
    }

    private static ulong ReadDifficulty(ref CborReader reader)
    {
        reader.ReadArrayStart(1);
        return reader.ReadUInt64();
    }

    private static void SkipSignature(ref CborReader reader)
    {
        reader.ReadArrayStart(2);
        int at = reader.Position;
        ulong kind = reader.ReadUInt64();
        if (kind > 2)
            throw new CborException(at, "a block signature of kind 0 to 2", $"{kind}");
        if (kind == 0)
            reader.ReadBytes();
        else
            SkipArray(ref reader);
    }

    private static void SkipExtraData(ref CborReader reader)
    {
        reader.ReadArrayStart(4);
        SkipArray(ref reader);
        SkipArray(ref reader);
        SkipMap(ref reader);
        reader.ReadHash32();
    }

    private static void SkipAttributes(ref CborReader reader)
    {
        reader.ReadArrayStart(1);
        SkipMap(ref reader);
    }

    private static void SkipArray(ref CborReader reader) => ReadArray(ref reader);

    private static ReadOnlySpan<byte> ReadArray(ref CborReader reader)
    {
        Require(ref reader, CborMajorType.Array);
        return reader.ReadEncoded();
    }

    private static void SkipMap(ref CborReader reader)
    {
        Require(ref reader, CborMajorType.Map);
        reader.Skip();
    }

    private static void Require(ref CborReader reader, CborMajorType type)
    {
        CborMajorType found = reader.PeekType();
        if (found != type)
            throw new CborException(reader.Position, $"{type}", $"{found}");
    }
}
