using PoolTopology.Consensus.Nonces;
using PoolTopology.Crypto.Ecvrf;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Consensus.Headers;

public abstract partial record HeaderError
{
    /// <summary>A VRF certificate does not hold for the header's slot and this epoch nonce.</summary>
    public sealed record InvalidVrf(VrfFault Fault, VrfUse Use, Slot Slot, Nonce EpochNonce) : HeaderError;
}

/// <summary>
/// Each VRF proof holds for its input, made of the slot and the epoch nonce, and yields the output that the header
/// declares.
/// </summary>
/// <remarks>
/// Spec: https://github.com/IntersectMBO/ouroboros-consensus/blob/00c65e2c2fd2e09256fde012f3f4b6c66ffdce6d/ouroboros-consensus-protocol/src/ouroboros-consensus-protocol/Ouroboros/Consensus/Protocol/Praos.hs (doValidateVRFSignature) and, for TPraos, cardano-ledger <c>vrfChecks</c>; the proof is ECVRF-ED25519-SHA512-Elligator2 of draft 03.
/// </remarks>
internal static class VrfProofRule
{
    public static HeaderError? Check(HeaderObligation obligation)
    {
        foreach (VrfUse use in obligation.VrfUses)
        {
            if (FaultOf(obligation, use) is VrfFault fault)
                return new HeaderError.InvalidVrf(fault, use, obligation.Header.Slot, obligation.EpochNonce);
        }
        return null;
    }

    private static VrfFault? FaultOf(HeaderObligation obligation, VrfUse use)
    {
        VrfCertificate certificate = obligation.Certificate(use);
        Span<byte> input = stackalloc byte[VrfRanges.InputSizeBytes];
        obligation.VrfInput(use).CopyTo(input);
        Span<byte> output = stackalloc byte[VrfCertificate.OutputSizeBytes];
        VrfVerdict verdict = Vrf.Verify(
            obligation.Header.VrfVerificationKey.Span, input, certificate.Proof.Span, output);
        return verdict switch
        {
            VrfVerdict.Valid => output.SequenceEqual(certificate.Output.Span) ? null : VrfFault.OutputMismatch,
            VrfVerdict.MalformedPublicKey => VrfFault.MalformedKey,
            // Malformed in its scalar only, the proof still has an output: then it is a proof, but of nothing.
            VrfVerdict.MalformedProof when !Vrf.ProofToHash(certificate.Proof.Span, output) =>
                VrfFault.MalformedProof,
            _ => VrfFault.InvalidProof,
        };
    }
}
