using PoolTopology.Consensus.Blocks;
using PoolTopology.Ledger.Types;

namespace PoolTopology.Node.Verification;

/// <summary>What was counted over valid blocks.</summary>
/// <param name="Blocks">Blocks.</param>
/// <param name="Transactions">Their transactions.</param>
/// <param name="UnevaluatedTransactions">Those with scripts that were not run: the block's verdict was taken.</param>
/// <param name="VrfProofs">VRF certificates checked.</param>
/// <param name="KesSignatures">Header signatures checked.</param>
/// <param name="CertificateSignatures">Signatures of operational certificates checked.</param>
/// <param name="WitnessSignatures">Signatures of transactions checked.</param>
public readonly record struct VerificationCounts(
    long Blocks,
    long Transactions,
    long UnevaluatedTransactions,
    long VrfProofs,
    long KesSignatures,
    long CertificateSignatures,
    long WitnessSignatures)
{
    /// <summary>The counts with one more block.</summary>
    internal VerificationCounts With(Block block, BlockObligations owed) => new(
        Blocks + 1,
        Transactions + block.TransactionCount,
        UnevaluatedTransactions + owed.Unevaluated.Transactions,
        VrfProofs + owed.Header.VrfUses.Length,
        KesSignatures + 1,
        CertificateSignatures + 1,
        WitnessSignatures + owed.Body.Length);
}
