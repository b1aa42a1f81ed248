using PoolTopology.Consensus.Blocks;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.ImmutableDb;
using PoolTopology.Storage.LedgerDb;
using PoolTopology.Storage.VolatileDb;

namespace PoolTopology.Storage.ChainDb;

/// <summary>What opening found and did, for the operator's log.</summary>
/// <param name="WasClean">The database was closed properly the last time.</param>
/// <param name="ImmutableTip">The last block of the ImmutableDB.</param>
/// <param name="Tip">The tip of the best chain.</param>
/// <param name="BlocksReplayed">How many immutable blocks the state was rebuilt from.</param>
/// <param name="ReplayStart">The block whose state replay started from: a snapshot's, or genesis.</param>
/// <param name="SkippedSnapshots">Snapshots that were passed over, with the reason, newest first.</param>
/// <param name="ImmutableRepairs">What was put right in the ImmutableDB.</param>
/// <param name="VolatileRepairs">What was put right in the VolatileDB.</param>
/// <param name="InvalidBlocks">Stored blocks that turned out to be invalid, with the broken rule.</param>
public sealed record OpenReport(
    bool WasClean,
    Tip ImmutableTip,
    Tip Tip,
    long BlocksReplayed,
    Tip ReplayStart,
    IReadOnlyList<SkippedSnapshot> SkippedSnapshots,
    IReadOnlyList<ImmutableRepair> ImmutableRepairs,
    IReadOnlyList<VolatileRepair> VolatileRepairs,
    IReadOnlyList<(Point Point, BlockError Error)> InvalidBlocks);
