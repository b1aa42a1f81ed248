using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Ledger.Transactions.Decoding;

/// <summary>Says whether bytes are what the CDDL of Conway calls for, and nothing beyond.</summary>
/// <remarks>
/// The decoders ask more: addresses, accounts and shares that are some, as many witness sets as bodies, indices of
/// transactions that exist, VRF outputs of their size. A node never takes what only this accepts; it is for test data
/// that was generated from the grammar.
/// Spec: ledger CDDL <c>conway.cddl</c>.
/// </remarks>
public static class Grammar
{
    /// <summary>Reads a stored block <c>[eraTag, block]</c>.</summary>
    /// <exception cref="CborException">It is not a block of Conway.</exception>
    public static void RequireBlock(ReadOnlyMemory<byte> storedBytes)
    {
        TransactionReader reader = TransactionReader.OfGrammar(Era.Conway, storedBytes);
        reader.Cbor.ReadArrayStart(2);
        int tagAt = reader.Position;
        Era era = EraTable.ReadBlockTag(ref reader.Cbor);
        if (era != Era.Conway)
            throw new CborException(tagAt, "a block of Conway", $"one of {era}");
        bool isIndefinite = reader.Cbor.StartRecord(5);
        SkipHeader(ref reader.Cbor);
        int? count = reader.Cbor.ReadArrayStart();
        for (int i = 0; reader.Cbor.HasNext(count, i); i++)
            BodyDecoder.Read(ref reader);
        count = reader.Cbor.ReadArrayStart();
        for (int i = 0; reader.Cbor.HasNext(count, i); i++)
            WitnessDecoder.Read(ref reader);
        count = reader.Cbor.ReadMapStart();
        for (int i = 0; reader.Cbor.HasNext(count, i); i++)
        {
            reader.Cbor.ReadUInt64();
            AuxiliaryDataDecoder.Read(ref reader);
        }
        count = reader.Cbor.ReadArrayStart();
        for (int i = 0; reader.Cbor.HasNext(count, i); i++)
            reader.Cbor.ReadUInt64();
        reader.Cbor.EndRecord(isIndefinite);
        reader.ExpectEnd();
    }

    /// <summary>Reads a transaction as submitted.</summary>
    /// <exception cref="CborException">It is not a transaction of Conway.</exception>
    public static void RequireTransaction(ReadOnlyMemory<byte> bytes)
    {
        TransactionReader reader = TransactionReader.OfGrammar(Era.Conway, bytes);
        TransactionDecoder.Read(ref reader);
        reader.ExpectEnd();
    }

    /// <summary>Reads a transaction body.</summary>
    /// <exception cref="CborException">It is not a transaction body of Conway.</exception>
    public static void RequireBody(ReadOnlyMemory<byte> bytes)
    {
        TransactionReader reader = TransactionReader.OfGrammar(Era.Conway, bytes);
        BodyDecoder.Read(ref reader);
        reader.ExpectEnd();
    }

    private static void SkipHeader(ref CborReader reader)
    {
        bool isHeaderIndefinite = reader.StartRecord(2);
        bool isBodyIndefinite = reader.StartRecord(10);
        reader.ReadUInt64();
        reader.ReadUInt64();
        if (!reader.TryReadNull())
            reader.ReadBytes(32);
        reader.ReadBytes(BlockHeader.VerificationKeySizeBytes);
        reader.ReadBytes(BlockHeader.VerificationKeySizeBytes);
        reader.ReadArrayStart(2);
        reader.ReadBytes();
        reader.ReadBytes(VrfCertificate.ProofSizeBytes);
        reader.ReadUInt32();
        reader.ReadBytes(32);
        bool isCertificateIndefinite = reader.StartRecord(4);
        reader.ReadBytes(OperationalCertificate.HotVerificationKeySizeBytes);
        reader.ReadUInt64();
        reader.ReadUInt64();
        reader.ReadBytes(OperationalCertificate.SignatureSizeBytes);
        reader.EndRecord(isCertificateIndefinite);
        bool isVersionIndefinite = reader.StartRecord(2);
        reader.ReadUInt64();
        reader.ReadUInt32();
        reader.EndRecord(isVersionIndefinite);
        reader.EndRecord(isBodyIndefinite);
        reader.ReadBytes(BlockHeader.KesSignatureSizeBytes);
        reader.EndRecord(isHeaderIndefinite);
    }
}
