using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Eras.Byron;

/// <summary>What the header of a main block says of its body.</summary>
/// <remarks>The proof of the shared seed, which nothing has used for long, is left out.</remarks>
/// <param name="TransactionCount">How many transactions there are.</param>
/// <param name="TransactionsRoot">The root of the Merkle tree over them.</param>
/// <param name="WitnessesHash">The hash of the list of their witnesses.</param>
/// <param name="DelegationsHash">The hash of the delegation certificates.</param>
/// <param name="UpdatesHash">The hash of the update proposal and votes.</param>
public sealed record ByronBodyProof(
    uint TransactionCount,
    Hash32 TransactionsRoot,
    Hash32 WitnessesHash,
    Hash32 DelegationsHash,
    Hash32 UpdatesHash);
