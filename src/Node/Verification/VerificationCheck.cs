namespace PoolTopology.Node.Verification;

/// <summary>A kind of check, and how often it was made.</summary>
/// <param name="Name">What is checked.</param>
/// <param name="HasRun">It was made wherever it applies.</param>
/// <param name="Count">How often; for one that was not made, how often it would have applied.</param>
internal sealed record VerificationCheck(string Name, bool HasRun, long Count)
{
    /// <summary>The checks of a verification, in the order of the pipeline.</summary>
    public static IReadOnlyList<VerificationCheck> Of(VerificationReport report)
    {
        VerificationCounts counts = report.Counts;
        return
        [
            new("chunk files: CRC-32 of each block, index files agree with the blocks", true, counts.Blocks),
            new("decoding: blocks and transactions, strictly by era", true, counts.Blocks),
            new("chain: height, slot and previous hash follow; header and body sizes; body hash", true, counts.Blocks),
            new("leader election: issuer, registered VRF key, threshold of its stake", true, counts.Blocks),
            new("operational certificates: counter, KES period", true, counts.Blocks),
            new("VRF proofs over our own epoch nonces", true, counts.VrfProofs),
            new("KES signatures of headers", true, counts.KesSignatures),
            new("cold key signatures of operational certificates", true, counts.CertificateSignatures),
            new("ledger rules of transactions, all but running Plutus scripts", true, counts.Transactions),
            new("Ed25519 signatures of transactions", true, counts.WitnessSignatures),
            new("epoch boundaries: rewards, stake, retirements, updates, pots, nonces", true, report.Epochs.Count),
            new("Plutus scripts: the block's verdict was taken", false, counts.UnevaluatedTransactions),
        ];
    }
}
