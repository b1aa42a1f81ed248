using PoolTopology.Ledger.Eras;
using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Ledger.Transactions.Decoding;

/// <summary>Reads whole transactions, as they are submitted.</summary>
internal static class TransactionDecoder
{
    public static Transaction Decode(Era era, ReadOnlyMemory<byte> bytes)
    {
        if (era == Era.Byron)
            throw new CborException(0, "a transaction of the Shelley era or later", "one of Byron");
        TransactionReader reader = new(era, bytes);
        Transaction transaction = Read(ref reader);
        reader.ExpectEnd();
        return transaction;
    }

    public static Transaction Read(ref TransactionReader reader)
    {
        bool hasValidity = reader.Era >= Era.Alonzo;
        bool isIndefinite = reader.Cbor.StartRecord(hasValidity ? 4 : 3);
        TransactionBody body = BodyDecoder.Read(ref reader);
        TransactionWitnesses witnesses = WitnessDecoder.Read(ref reader);
        bool isValid = !hasValidity || reader.Cbor.ReadBoolean();
        AuxiliaryData? auxiliary = reader.Cbor.TryReadNull() ? null : AuxiliaryDataDecoder.Read(ref reader);
        reader.Cbor.EndRecord(isIndefinite);
        return new Transaction(reader.Era, body, witnesses, auxiliary, isValid);
    }
}
