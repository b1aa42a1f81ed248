using System.Buffers;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Ledger.Eras;

/// <summary>The envelopes in which blocks and headers travel: era number outside, original bytes inside.</summary>
/// <remarks>Spec: ouroboros-consensus <c>block.cddl</c> and <c>header.cddl</c>.</remarks>
public static class BlockWrapping
{
    private const ulong EncodedCborTag = 24;

    /// <summary>Writes <c>[eraTag, block]</c>: the stored form of a block given as <c>[header, …]</c>.</summary>
    public static byte[] Store(Era era, ReadOnlySpan<byte> block)
    {
        ArrayBufferWriter<byte> output = new(block.Length + 2);
        CborWriter writer = new(output);
        writer.WriteArrayStart(2);
        writer.WriteUInt64((ulong)EraTable.BlockTag(era));
        writer.WriteEncoded(block);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Finds the header in a stored block without decoding either: to serve it as it is.</summary>
    /// <exception cref="CborException">The bytes do not start like a stored block of Shelley or later.</exception>
    public static (Era Era, ReadOnlyMemory<byte> Header) FindHeader(ReadOnlyMemory<byte> storedBlock)
    {
        CborReader reader = new(storedBlock.Span);
        reader.ReadArrayStart(2);
        int tagAt = reader.Position;
        Era era = EraTable.ReadBlockTag(ref reader);
        RequireAfterByron(era, tagAt, "a block");
        reader.ReadArrayStart();
        int from = reader.Position;
        reader.Skip();
        return (era, storedBlock[from..reader.Position]);
    }

    /// <summary>Writes a header for node-to-node chain-sync: <c>[eraIndex, tag24(header)]</c>.</summary>
    public static void WriteHeader(IBufferWriter<byte> output, BlockHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        WriteHeader(output, header.Era, header.Bytes.Span);
    }

    /// <summary>Writes the bytes of a header of an era for node-to-node chain-sync: <c>[eraIndex, tag24(header)]</c>.</summary>
    public static void WriteHeader(IBufferWriter<byte> output, Era era, ReadOnlySpan<byte> header)
    {
        CborWriter writer = new(output);
        writer.WriteArrayStart(2);
        writer.WriteUInt64((ulong)EraTable.HeaderIndex(era));
        writer.WriteTag(EncodedCborTag);
        writer.WriteBytes(header);
    }

    /// <summary>Reads a header from node-to-node chain-sync, and nothing after it.</summary>
    /// <exception cref="CborException">The bytes are not a wrapped header of Shelley or later.</exception>
    public static BlockHeader ReadHeader(ReadOnlyMemory<byte> wrapped)
    {
        CborReader reader = new(wrapped.Span);
        reader.ReadArrayStart(2);
        int indexAt = reader.Position;
        ulong index = reader.ReadUInt64();
        Era era = EraTable.FromHeaderIndex(index)
            ?? throw new CborException(indexAt, "the index of an era, 0 to 6", $"index {index}");
        RequireAfterByron(era, indexAt, "a header");
        reader.ReadTag(EncodedCborTag);
        int size = reader.ReadBytes().Length;
        reader.ExpectEnd();
        return BlockHeader.Decode(era, wrapped.Slice(reader.Position - size, size));
    }

    private static void RequireAfterByron(Era era, int at, string what)
    {
        if (EraTable.HeaderShapeOf(era) == HeaderShape.Byron)
            throw new CborException(at, $"{what} of the Shelley era or later", $"one of {era}");
    }
}
