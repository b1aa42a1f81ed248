using PoolTopology.Consensus.Chain;
using PoolTopology.Crypto.Eddsa;
using PoolTopology.Crypto.Kes;
using PoolTopology.Ledger.Types;

namespace PoolTopology.Conformance.Headers;

/// <summary>Checks that a header's two signatures hold, for headers whose chain is not at hand.</summary>
internal static class SignatureChecks
{
    public static string? Check(BlockHeader header, ConsensusParameters parameters)
    {
        OperationalCertificate certificate = header.OperationalCertificate;
        byte[] signed = new byte[OperationalCertificate.SignedSizeBytes];
        certificate.WriteSigned(signed);
        if (!Ed25519.Verify(header.IssuerVerificationKey.Span, signed, certificate.Signature.Span))
            return "the operational certificate does not verify";
        ulong evolution = (header.Slot.Value / parameters.SlotsPerKesPeriod) - certificate.StartKesPeriod.Value;
        return evolution < parameters.MaxKesEvolutions && SumKes.Verify(
            certificate.HotVerificationKey.Span, (int)evolution, header.BodyBytes.Span, header.KesSignature.Span)
            ? null
            : $"the KES signature does not verify in evolution {evolution}";
    }
}
