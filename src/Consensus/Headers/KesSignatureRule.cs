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
/// An evolution beyond the key's 64 has no valid signature.
/// Spec: https://github.com/IntersectMBO/ouroboros-consensus/blob/00c65e2c2fd2e09256fde012f3f4b6c66ffdce6d/ouroboros-consensus-protocol/src/ouroboros-consensus-protocol/Ouroboros/Consensus/Protocol/Praos.hs (doValidateKESSignature)
/// </remarks>
internal static class KesSignatureRule
{
    public static HeaderError? Check(BlockHeader header, ulong evolution)
    {
        bool isSigned = evolution < SumKes.Periods && SumKes.Verify(
            header.OperationalCertificate.HotVerificationKey.Span,
            (int)evolution,
            header.BodyBytes.Span,
            header.KesSignature.Span);
        if (isSigned)
            return null;
        KesPeriod start = header.OperationalCertificate.StartKesPeriod;
        return new HeaderError.InvalidKesSignature(
            start, new KesPeriod(checked(start.Value + evolution)), evolution);
    }
}
