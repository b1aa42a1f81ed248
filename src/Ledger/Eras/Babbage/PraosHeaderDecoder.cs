using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Eras.Babbage;

/// <summary>Reads the header of Babbage and Conway: <c>[[10 fields], kes_signature]</c>.</summary>
/// <remarks>
/// Spec: cardano-ledger <c>eras/babbage/impl/cddl</c> <c>header_body</c>:
/// block number, slot, previous hash or null, issuer key, VRF key, [output, proof], body size, body hash,
/// [hot key, counter, KES period, signature], [major, minor].
/// </remarks>
internal static class PraosHeaderDecoder
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
        bool isBodyIndefinite = reader.StartRecord(10);
        BlockNo blockNo = new(reader.ReadUInt64());
        Slot slot = new(reader.ReadUInt64());
        Hash32? prevHash = reader.ReadPrevHash();
        ReadOnlyMemory<byte> issuer = reader.ReadBytes(BlockHeader.VerificationKeySizeBytes);
        ReadOnlyMemory<byte> vrfKey = reader.ReadBytes(BlockHeader.VerificationKeySizeBytes);
        VrfCertificate vrf = reader.ReadVrfCertificate();
        uint bodySizeBytes = reader.ReadUInt32();
        Hash32 bodyHash = reader.ReadHash32();
        bool isCertificateIndefinite = reader.StartRecord(4);
        OperationalCertificate certificate = reader.ReadOperationalCertificate();
        reader.EndRecord(isCertificateIndefinite);
        bool isVersionIndefinite = reader.StartRecord(2);
        ProtocolVersion version = reader.ReadProtocolVersion();
        reader.EndRecord(isVersionIndefinite);
        reader.EndRecord(isBodyIndefinite);
        return new HeaderFields
        {
            Shape = HeaderShape.Praos,
            BlockNo = blockNo,
            Slot = slot,
            PrevHash = prevHash,
            IssuerVerificationKey = issuer,
            VrfVerificationKey = vrfKey,
            NonceVrf = vrf,
            LeaderVrf = vrf,
            BodySizeBytes = bodySizeBytes,
            BodyHash = bodyHash,
            OperationalCertificate = certificate,
            ProtocolVersion = version,
        };
    }
}
