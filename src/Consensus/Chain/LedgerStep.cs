using System.Collections.Immutable;
using PoolTopology.Consensus.Blocks;

namespace PoolTopology.Consensus.Chain;

/// <summary>What came of a block in the ledger: the state after it and the signatures left to check, or an error.</summary>
/// <param name="Next">The state after the block; null when it is refused.</param>
/// <param name="Owed">The signatures that the state rules took at their word; empty when it is refused.</param>
/// <param name="Error">Why it is refused; null when it is not.</param>
public sealed record LedgerStep(IChainLedger? Next, ImmutableArray<SignatureObligation> Owed, BlockError? Error)
{
    /// <summary>Scripts that were taken at their word.</summary>
    public UnevaluatedScripts Unevaluated { get; init; }

    /// <summary>The block is refused.</summary>
    public static LedgerStep Refused(BlockError error) => new(null, [], error);

    /// <summary>The block is good, if the signatures hold.</summary>
    public static LedgerStep Applied(IChainLedger next, ImmutableArray<SignatureObligation> owed) =>
        new(next, owed, null);
}
