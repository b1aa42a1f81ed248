using System.Buffers;
using PoolTopology.Ledger.Eras;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Types;

/// <summary>Writes header bodies and headers as the reference does: minimal heads, definite lengths.</summary>
/// <remarks>Spec: ledger CDDL <c>header_body</c>; byte-exact for what cardano-node forges.</remarks>
public static class HeaderBodyEncoder
{
    /// <summary>Writes a header body: what the KES key signs.</summary>
    public static void Encode(IBufferWriter<byte> output, HeaderFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        CborWriter writer = new(output);
        bool isPraos = fields.Shape == HeaderShape.Praos;
        writer.WriteArrayStart(isPraos ? 10 : 15);
        writer.WriteUInt64(fields.BlockNo.Value);
        writer.WriteUInt64(fields.Slot.Value);
        if (fields.PrevHash is Hash32 prevHash)
            writer.WriteHash(prevHash);
        else
            writer.WriteNull();
        writer.WriteBytes(fields.IssuerVerificationKey.Span);
        writer.WriteBytes(fields.VrfVerificationKey.Span);
        if (!isPraos)
            WriteVrfCertificate(writer, fields.NonceVrf);
        WriteVrfCertificate(writer, fields.LeaderVrf);
        writer.WriteUInt64(fields.BodySizeBytes);
        writer.WriteHash(fields.BodyHash);
        if (isPraos)
            writer.WriteArrayStart(4);
        writer.WriteBytes(fields.OperationalCertificate.HotVerificationKey.Span);
        writer.WriteUInt64(fields.OperationalCertificate.Counter);
        writer.WriteUInt64(fields.OperationalCertificate.StartKesPeriod.Value);
        writer.WriteBytes(fields.OperationalCertificate.Signature.Span);
        if (isPraos)
            writer.WriteArrayStart(2);
        writer.WriteUInt64(fields.ProtocolVersion.Major);
        writer.WriteUInt64(fields.ProtocolVersion.Minor);
    }

    /// <summary>Writes <c>[header body, KES signature]</c> around a body that is encoded already.</summary>
    public static void EncodeHeader(
        IBufferWriter<byte> output, ReadOnlySpan<byte> headerBody, ReadOnlySpan<byte> kesSignature)
    {
        CborWriter writer = new(output);
        writer.WriteArrayStart(2);
        writer.WriteEncoded(headerBody);
        writer.WriteBytes(kesSignature);
    }

    // The size of Encode's result, without encoding: the sum of heads and payloads.
    internal static int SizeBytes(HeaderFields fields)
    {
        bool isPraos = fields.Shape == HeaderShape.Praos;
        const int hash = 2 + Hash32.SizeBytes;
        const int certificate = 1 + 2 + VrfCertificate.OutputSizeBytes + 2 + VrfCertificate.ProofSizeBytes;
        const int operationalCertificate = 2 + OperationalCertificate.HotVerificationKeySizeBytes
            + 2 + OperationalCertificate.SignatureSizeBytes;
        int arrays = isPraos ? 3 : 1;
        int certificates = isPraos ? certificate : 2 * certificate;
        return arrays + certificates + operationalCertificate
            + (fields.PrevHash is null ? 1 : hash)
            + (2 * (2 + BlockHeader.VerificationKeySizeBytes))
            + hash
            + HeadSizeBytes(fields.BlockNo.Value)
            + HeadSizeBytes(fields.Slot.Value)
            + HeadSizeBytes(fields.BodySizeBytes)
            + HeadSizeBytes(fields.OperationalCertificate.Counter)
            + HeadSizeBytes(fields.OperationalCertificate.StartKesPeriod.Value)
            + HeadSizeBytes(fields.ProtocolVersion.Major)
            + HeadSizeBytes(fields.ProtocolVersion.Minor);
    }

    private static void WriteVrfCertificate(CborWriter writer, VrfCertificate certificate)
    {
        writer.WriteArrayStart(2);
        writer.WriteBytes(certificate.Output.Span);
        writer.WriteBytes(certificate.Proof.Span);
    }

    private static int HeadSizeBytes(ulong value) => value switch
    {
        < 24 => 1,
        <= byte.MaxValue => 2,
        <= ushort.MaxValue => 3,
        <= uint.MaxValue => 5,
        _ => 9,
    };
}
