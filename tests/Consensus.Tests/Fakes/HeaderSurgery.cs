using System.Buffers;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Types;

namespace PoolTopology.Consensus.Tests.Fakes;

/// <summary>Takes headers apart and puts them together again with any signature.</summary>
internal static class HeaderSurgery
{
    public static HeaderFields FieldsOf(BlockHeader header) => new()
    {
        Shape = EraTable.HeaderShapeOf(header.Era),
        BlockNo = header.BlockNo,
        Slot = header.Slot,
        PrevHash = header.PrevHash,
        IssuerVerificationKey = header.IssuerVerificationKey,
        VrfVerificationKey = header.VrfVerificationKey,
        NonceVrf = header.NonceVrf,
        LeaderVrf = header.LeaderVrf,
        BodySizeBytes = header.BodySizeBytes,
        BodyHash = header.BodyHash,
        OperationalCertificate = header.OperationalCertificate,
        ProtocolVersion = header.ProtocolVersion,
    };

    public static byte[] Encode(HeaderFields fields, ReadOnlySpan<byte> kesSignature)
    {
        ArrayBufferWriter<byte> body = new(), header = new();
        HeaderBodyEncoder.Encode(body, fields);
        HeaderBodyEncoder.EncodeHeader(header, body.WrittenSpan, kesSignature);
        return header.WrittenSpan.ToArray();
    }
}
