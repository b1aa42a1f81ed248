using PoolTopology.Crypto.Eddsa;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Consensus.Headers;

public abstract partial record HeaderError
{
    /// <summary>The operational certificate is not signed by the issuer's cold key.</summary>
    public sealed record InvalidOperationalCertificateSignature(ulong Counter, KesPeriod Start) : HeaderError;
}

/// <summary>The issuer's cold key signed hot key ‖ counter ‖ start period (Ed25519).</summary>
/// <remarks>
/// Spec: https://github.com/IntersectMBO/ouroboros-consensus/blob/00c65e2c2fd2e09256fde012f3f4b6c66ffdce6d/ouroboros-consensus-protocol/src/ouroboros-consensus-protocol/Ouroboros/Consensus/Protocol/Praos.hs (doValidateKESSignature)
/// </remarks>
internal static class OperationalCertificateRule
{
    public static HeaderError? Check(BlockHeader header)
    {
        OperationalCertificate certificate = header.OperationalCertificate;
        Span<byte> signed = stackalloc byte[OperationalCertificate.SignedSizeBytes];
        certificate.WriteSigned(signed);
        return Ed25519.Verify(header.IssuerVerificationKey.Span, signed, certificate.Signature.Span)
            ? null
            : new HeaderError.InvalidOperationalCertificateSignature(
                certificate.Counter, certificate.StartKesPeriod);
    }
}
