using PoolTopology.Primitives.Chain;

namespace PoolTopology.Node.Verification;

/// <summary>Which ledger snapshot a verification goes on from.</summary>
/// <param name="Slot">The snapshot of this slot; null for the newest that is sound.</param>
public sealed record SnapshotChoice(Slot? Slot);
