using System.Collections.Immutable;
using PoolTopology.Ledger.Eras;
using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Ledger.Transactions.Decoding;

/// <summary>Reads the parts of a block's body and puts the transactions together.</summary>
/// <remarks>
/// Shape: <c>[bodies], [witness sets], {index: auxiliary data}</c> and from Alonzo on <c>[indices of invalid ones]</c>.
/// Spec: cardano-ledger <c>Cardano.Ledger.Alonzo.BlockBody</c> and Shelley's like it.
/// </remarks>
internal static class BlockBodyDecoder
{
    /// <summary>Reads the parts, which stand one after the other from a position in the block.</summary>
    public static ImmutableArray<Transaction> Read(Era era, ReadOnlyMemory<byte> block, int bodiesAt)
    {
        TransactionReader reader = new(era, block, bodiesAt);
        Collected<TransactionBody> bodies = default;
        int? count = reader.Cbor.ReadArrayStart();
        while (reader.Cbor.HasNext(count, bodies.Count))
            bodies.Add(BodyDecoder.Read(ref reader));
        TransactionWitnesses[] witnesses = ReadWitnesses(ref reader, bodies.Count);
        AuxiliaryData?[] auxiliary = ReadAuxiliary(ref reader, bodies.Count);
        bool[] isInvalid = new bool[bodies.Count];
        if (era >= Era.Alonzo)
            ReadInvalid(ref reader, isInvalid);
        ImmutableArray<Transaction>.Builder transactions =
            ImmutableArray.CreateBuilder<Transaction>(bodies.Count);
        for (int i = 0; i < bodies.Count; i++)
            transactions.Add(new Transaction(era, bodies.Elements[i], witnesses[i], auxiliary[i], !isInvalid[i]));
        return transactions.DrainToImmutable();
    }

    private static TransactionWitnesses[] ReadWitnesses(ref TransactionReader reader, int transactions)
    {
        int at = reader.Position;
        int? count = reader.Cbor.ReadArrayStart();
        TransactionWitnesses[] witnesses = new TransactionWitnesses[transactions];
        int read = 0;
        for (; reader.Cbor.HasNext(count, read); read++)
        {
            if (read == transactions)
                throw new CborException(at, $"witnesses of {transactions} transactions", "of more");
            witnesses[read] = WitnessDecoder.Read(ref reader);
        }
        return read == transactions
            ? witnesses
            : throw new CborException(at, $"witnesses of {transactions} transactions", $"of {read}");
    }

    private static AuxiliaryData?[] ReadAuxiliary(ref TransactionReader reader, int transactions)
    {
        AuxiliaryData?[] auxiliary = new AuxiliaryData?[transactions];
        int? count = reader.Cbor.ReadMapStart();
        for (int i = 0; reader.Cbor.HasNext(count, i); i++)
        {
            int at = reader.Position;
            int index = ReadIndex(ref reader, transactions);
            if (auxiliary[index] is not null && reader.IsStrict)
                throw new CborException(at, "auxiliary data of each transaction once", $"of {index} again");
            auxiliary[index] = AuxiliaryDataDecoder.Read(ref reader);
        }
        return auxiliary;
    }

    private static void ReadInvalid(ref TransactionReader reader, bool[] isInvalid)
    {
        int? count = reader.Cbor.ReadArrayStart();
        for (int i = 0; reader.Cbor.HasNext(count, i); i++)
            isInvalid[ReadIndex(ref reader, isInvalid.Length)] = true;
    }

    private static int ReadIndex(ref TransactionReader reader, int transactions)
    {
        int at = reader.Position;
        ulong index = reader.Cbor.ReadUInt64();
        return index < (ulong)transactions
            ? (int)index
            : throw new CborException(at, $"the index of one of {transactions} transactions", $"{index}");
    }
}
