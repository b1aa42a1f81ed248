using System.Collections.Immutable;
using System.Runtime.InteropServices;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Persistence;

/// <summary>Unspent outputs and their pots as bytes.</summary>
/// <remarks>
/// Shape: <c>[[* output], deposited, fees, donations, proposals, future proposals]</c>. An output is <c>[transaction id,
/// index, reader, bytes]</c>: its bytes as it was received, and which era's decoder reads them alike (4 Alonzo, 5
/// Babbage, 6 Conway). Proposals are <c>[* [genesis key hash, update]]</c>. The stake of outputs is not written: it
/// follows from them.
/// </remarks>
internal static class UtxoStateCodec
{
    public static void Write(CborWriter writer, UtxoState utxo)
    {
        writer.WriteArrayStart(6);
        SortedEntries.Write(writer, utxo.Outputs, WriteOutput);
        writer.WriteCoin(utxo.Deposited);
        writer.WriteCoin(utxo.Fees);
        writer.WriteCoin(utxo.Donations);
        WriteProposals(writer, utxo.Proposals.Current);
        WriteProposals(writer, utxo.Proposals.Future);
    }

    public static UtxoState Read(ref CborReader reader)
    {
        reader.ReadArrayStart(6);
        UtxoState outputs = ReadOutputs(ref reader);
        return outputs with
        {
            Deposited = reader.ReadCoin(),
            Fees = reader.ReadCoin(),
            Donations = reader.ReadCoin(),
            Proposals = new PpupState(ReadProposals(ref reader), ReadProposals(ref reader)),
        };
    }

    private static void WriteOutput(CborWriter writer, TransactionInput input, TransactionOutput output)
    {
        writer.WriteArrayStart(4);
        writer.WriteHash(input.TransactionId);
        writer.WriteUInt64(input.Index);
        writer.WriteUInt64((ulong)EraOf(output.Leniency));
        writer.WriteBytes(output.Bytes.Span);
    }

    private static UtxoState ReadOutputs(ref CborReader reader)
    {
        int count = reader.ReadCount();
        List<KeyValuePair<TransactionInput, TransactionOutput>> outputs = [];
        ulong sum = 0;
        for (int i = 0; i < count; i++)
        {
            int at = reader.Position;
            (TransactionInput input, TransactionOutput output) = ReadOutput(ref reader);
            if (i > 0 && input <= outputs[i - 1].Key)
                throw new CborException(at, $"an input after {outputs[i - 1].Key}", $"{input}");
            if (output.Coin.Value > ulong.MaxValue - sum)
                throw new CborException(at, "outputs of less than 2^64 lovelace together", "more");
            sum += output.Coin.Value;
            outputs.Add(new(input, output));
        }
        return UtxoState.Empty.Spend([], CollectionsMarshal.AsSpan(outputs));
    }

    private static (TransactionInput Input, TransactionOutput Output) ReadOutput(ref CborReader reader)
    {
        reader.ReadArrayStart(4);
        TransactionInput input = new(reader.ReadHash32(), reader.ReadUInt16());
        int eraAt = reader.Position;
        Era era = (Era)reader.ReadUInt16();
        if (era is < Era.Alonzo or > Era.Conway)
            throw new CborException(eraAt, "the era of a decoder, 4 to 6", $"{(int)era}");
        return (input, TransactionOutput.Decode(era, reader.ReadBytes().ToArray()));
    }

    // The later eras let fewer flaws pass; what the earlier ones read besides, Alonzo's decoder reads too.
    private static Era EraOf(AddressLeniency leniency) => leniency switch
    {
        AddressLeniency.None => Era.Conway,
        AddressLeniency.Pointers => Era.Babbage,
        _ => Era.Alonzo,
    };

    private static void WriteProposals(
        CborWriter writer, ImmutableSortedDictionary<Hash28, ProtocolParameterUpdate> proposals)
    {
        writer.WriteArrayStart(proposals.Count);
        foreach ((Hash28 key, ProtocolParameterUpdate update) in proposals)
        {
            writer.WriteArrayStart(2);
            writer.WriteHash(key);
            ProtocolParameterUpdateCodec.Write(writer, update);
        }
    }

    private static ImmutableSortedDictionary<Hash28, ProtocolParameterUpdate> ReadProposals(ref CborReader reader)
    {
        ImmutableSortedDictionary<Hash28, ProtocolParameterUpdate>.Builder proposals =
            ImmutableSortedDictionary.CreateBuilder<Hash28, ProtocolParameterUpdate>();
        int count = reader.ReadCount();
        Hash28? last = null;
        for (int i = 0; i < count; i++)
        {
            int at = reader.Position;
            reader.ReadArrayStart(2);
            Hash28 key = reader.ReadHash28();
            if (key <= last)
                throw new CborException(at, $"a key after {last}", $"{key}");
            last = key;
            proposals.Add(key, ProtocolParameterUpdateCodec.Read(ref reader));
        }
        return proposals.ToImmutable();
    }
}
