using System.Buffers;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Types;

namespace PoolTopology.TestKit.Chain;

/// <summary>Takes headers apart and puts them together again with any signature.</summary>
public static class HeaderSurgery
{
    /// <summary>The fields that a header was read from.</summary>
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

    /// <summary>A header of these fields with a signature, right or wrong.</summary>
    public static byte[] Encode(HeaderFields fields, ReadOnlySpan<byte> kesSignature)
    {
        ArrayBufferWriter<byte> body = new(), header = new();
        HeaderBodyEncoder.Encode(body, fields);
        HeaderBodyEncoder.EncodeHeader(header, body.WrittenSpan, kesSignature);
        return header.WrittenSpan.ToArray();
    }
}
