using PoolTopology.Ledger.Eras;

namespace PoolTopology.Ledger.Types;

/// <summary>Puts a header together from what a decoder of some era found.</summary>
internal static class HeaderAssembly
{
    public static BlockHeader FromFields(
        Era era,
        ReadOnlyMemory<byte> bytes,
        HeaderFields fields,
        ReadOnlyMemory<byte> bodyBytes,
        ReadOnlyMemory<byte> kesSignature) => new(era, bytes, fields.IssuerVerificationKey)
        {
            BlockNo = fields.BlockNo,
            Slot = fields.Slot,
            PrevHash = fields.PrevHash,
            VrfVerificationKey = fields.VrfVerificationKey,
            NonceVrf = fields.NonceVrf,
            LeaderVrf = fields.LeaderVrf,
            BodySizeBytes = fields.BodySizeBytes,
            BodyHash = fields.BodyHash,
            OperationalCertificate = fields.OperationalCertificate,
            ProtocolVersion = fields.ProtocolVersion,
            KesSignature = kesSignature,
            BodyBytes = bodyBytes,
        };
}
