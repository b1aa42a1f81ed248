using PoolTopology.Consensus.Nonces;
using PoolTopology.Crypto.Ecvrf;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Consensus.Headers;

public abstract partial record HeaderError
{
    /// <summary>The VRF certificate does not hold for the header's slot and this epoch nonce.</summary>
    public sealed record InvalidVrf(VrfFault Fault, Slot Slot, Nonce EpochNonce) : HeaderError;
}

/// <summary>The VRF proof holds for BLAKE2b-256(slot ‖ epoch nonce) and yields the header's output.</summary>
/// <remarks>
/// Spec: https://github.com/IntersectMBO/ouroboros-consensus/blob/00c65e2c2fd2e09256fde012f3f4b6c66ffdce6d/ouroboros-consensus-protocol/src/ouroboros-consensus-protocol/Ouroboros/Consensus/Protocol/Praos.hs (doValidateVRFSignature); the proof is ECVRF-ED25519-SHA512-Elligator2 of draft 03.
/// </remarks>
internal static class VrfProofRule
{
    public static HeaderError? Check(BlockHeader header, Nonce epochNonce) =>
        FaultOf(header, epochNonce) is VrfFault fault
            ? new HeaderError.InvalidVrf(fault, header.Slot, epochNonce)
            : null;

    private static VrfFault? FaultOf(BlockHeader header, Nonce epochNonce)
    {
        Span<byte> input = stackalloc byte[VrfRanges.InputSizeBytes];
        VrfRanges.Input(header.Slot, epochNonce).CopyTo(input);
        Span<byte> output = stackalloc byte[VrfCertificate.OutputSizeBytes];
        VrfVerdict verdict = Vrf.Verify(
            header.VrfVerificationKey.Span, input, header.VrfProof.Span, output);
        return verdict switch
        {
            VrfVerdict.Valid => output.SequenceEqual(header.VrfOutput.Span) ? null : VrfFault.OutputMismatch,
            VrfVerdict.MalformedPublicKey => VrfFault.MalformedKey,
            // Malformed in its scalar only, the proof still has an output: then it is a proof, but of nothing.
            VrfVerdict.MalformedProof when !Vrf.ProofToHash(header.VrfProof.Span, output) =>
                VrfFault.MalformedProof,
            _ => VrfFault.InvalidProof,
        };
    }
}
