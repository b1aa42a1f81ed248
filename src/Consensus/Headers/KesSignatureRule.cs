using PoolTopology.Consensus.Chain;
using PoolTopology.Crypto.Kes;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Consensus.Headers;

public abstract partial record HeaderError
{
    /// <summary>The header is not signed by the certificate's hot key evolved to the current period.</summary>
    public sealed record InvalidKesSignature(KesPeriod Start, KesPeriod Current, ulong Evolution) : HeaderError;
}

/// <summary>The hot key of the certificate signed the header body in evolution current - start.</summary>
/// <remarks>
/// Pre: <see cref="KesPeriodRule"/> holds. An evolution beyond the key's 64 has no valid signature.
/// Spec: https://github.com/IntersectMBO/ouroboros-consensus/blob/00c65e2c2fd2e09256fde012f3f4b6c66ffdce6d/ouroboros-consensus-protocol/src/ouroboros-consensus-protocol/Ouroboros/Consensus/Protocol/Praos.hs (doValidateKESSignature)
/// </remarks>
internal static class KesSignatureRule
{
    public static HeaderError? Check(BlockHeader header, ConsensusParameters parameters)
    {
        KesPeriod start = header.OperationalCertificate.StartKesPeriod;
        KesPeriod current = KesPeriodRule.Current(header, parameters);
        ulong evolution = checked(current.Value - start.Value);
        bool isSigned = evolution < SumKes.Periods && SumKes.Verify(
            header.OperationalCertificate.HotVerificationKey.Span,
            (int)evolution,
            header.BodyBytes.Span,
            header.KesSignature.Span);
        return isSigned ? null : new HeaderError.InvalidKesSignature(start, current, evolution);
    }
}
