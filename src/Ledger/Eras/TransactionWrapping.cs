using System.Buffers;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Eras;

/// <summary>The envelopes in which transactions and their ids travel from node to node.</summary>
/// <remarks>
/// Shape: <c>[eraIndex, tag24(transaction)]</c> and <c>[eraIndex, id]</c>, with the era's index as headers have it.
/// Spec: ouroboros-consensus <c>tx.cddl</c> and <c>txId.cddl</c>. Byron's are laid out otherwise and not read.
/// </remarks>
public static class TransactionWrapping
{
    private const ulong EncodedCborTag = 24;

    /// <summary>Reads a transaction, and nothing after it.</summary>
    /// <exception cref="CborException">The bytes are not a wrapped transaction of Shelley or later.</exception>
    public static Transaction Read(ReadOnlyMemory<byte> wrapped)
    {
        CborReader reader = new(wrapped.Span);
        Era era = ReadEra(ref reader);
        reader.ReadTag(EncodedCborTag);
        int size = reader.ReadBytes().Length;
        reader.ExpectEnd();
        return Transaction.Decode(era, wrapped.Slice(reader.Position - size, size));
    }

    /// <summary>Writes a transaction given as its bytes.</summary>
    public static void Write(IBufferWriter<byte> output, Era era, ReadOnlySpan<byte> transaction)
    {
        CborWriter writer = new(output);
        writer.WriteArrayStart(2);
        writer.WriteUInt64((ulong)EraTable.HeaderIndex(era));
        writer.WriteTag(EncodedCborTag);
        writer.WriteBytes(transaction);
    }

    /// <summary>Reads a transaction's id, and nothing after it.</summary>
    /// <exception cref="CborException">The bytes are not a wrapped id of Shelley or later.</exception>
    public static (Era Era, Hash32 Id) ReadId(ReadOnlySpan<byte> wrapped)
    {
        CborReader reader = new(wrapped);
        Era era = ReadEra(ref reader);
        Hash32 id = reader.ReadHash32();
        reader.ExpectEnd();
        return (era, id);
    }

    /// <summary>Writes a transaction's id.</summary>
    public static void WriteId(IBufferWriter<byte> output, Era era, Hash32 id)
    {
        CborWriter writer = new(output);
        writer.WriteArrayStart(2);
        writer.WriteUInt64((ulong)EraTable.HeaderIndex(era));
        writer.WriteHash(id);
    }

    private static Era ReadEra(ref CborReader reader)
    {
        reader.ReadArrayStart(2);
        int at = reader.Position;
        ulong index = reader.ReadUInt64();
        return EraTable.FromHeaderIndex(index) is Era era && era != Era.Byron
            ? era
            : throw new CborException(at, "the index of an era from Shelley on, 1 to 6", $"index {index}");
    }
}
