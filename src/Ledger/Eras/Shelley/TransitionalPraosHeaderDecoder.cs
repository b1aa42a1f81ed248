using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Eras.Shelley;

/// <summary>Reads the header of Shelley, Allegra, Mary and Alonzo: <c>[[15 fields], kes_signature]</c>.</summary>
/// <remarks>
/// Spec: cardano-ledger <c>eras/shelley/impl/cddl</c> <c>header_body</c>:
/// block number, slot, previous hash or null, issuer key, VRF key, nonce [output, proof], leader [output, proof],
/// body size, body hash, hot key, counter, KES period, signature, major, minor.
/// </remarks>
internal static class TransitionalPraosHeaderDecoder
{
    public static BlockHeader Decode(Era era, ReadOnlyMemory<byte> bytes)
    {
        HeaderFieldReader reader = new(bytes);
        bool isHeaderIndefinite = reader.StartRecord(2);
        int bodyStart = reader.Position;
        HeaderFields fields = ReadBody(ref reader);
        ReadOnlyMemory<byte> bodyBytes = reader.Minimal(bodyStart, fields);
        ReadOnlyMemory<byte> kesSignature = reader.ReadBytes(BlockHeader.KesSignatureSizeBytes);
        reader.EndRecord(isHeaderIndefinite);
        reader.ExpectEnd();
        return HeaderAssembly.FromFields(era, bytes, fields, bodyBytes, kesSignature);
    }

    private static HeaderFields ReadBody(ref HeaderFieldReader reader)
    {
        bool isIndefinite = reader.StartRecord(15);
        HeaderFields fields = new()
        {
            Shape = HeaderShape.TransitionalPraos,
            BlockNo = new BlockNo(reader.ReadUInt64()),
            Slot = new Slot(reader.ReadUInt64()),
            PrevHash = reader.ReadPrevHash(),
            IssuerVerificationKey = reader.ReadBytes(BlockHeader.VerificationKeySizeBytes),
            VrfVerificationKey = reader.ReadBytes(BlockHeader.VerificationKeySizeBytes),
            NonceVrf = reader.ReadVrfCertificate(),
            LeaderVrf = reader.ReadVrfCertificate(),
            BodySizeBytes = reader.ReadUInt32(),
            BodyHash = reader.ReadHash32(),
            OperationalCertificate = reader.ReadOperationalCertificate(),
            ProtocolVersion = reader.ReadProtocolVersion(),
        };
        reader.EndRecord(isIndefinite);
        return fields;
    }
}
