using PoolTopology.Consensus.Chain;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Files;
using PoolTopology.Storage.LedgerDb;

namespace PoolTopology.Storage.ChainDb;

/// <summary>Decides when a state of the immutable chain is worth a snapshot, and where replay starts.</summary>
/// <remarks>One owner: that of the database.</remarks>
/// <param name="snapshots">The snapshots; null to do without.</param>
/// <param name="everyBlocks">So many blocks behind the last snapshot the next one is written.</param>
internal sealed class SnapshotKeeper(LedgerSnapshots? snapshots, int everyBlocks)
{
    // At a shutdown a snapshot is worth writing sooner: nobody waits for it, and the next start is the quicker.
    private const int SoonerAtShutdown = 10;

    private ulong _blocksInLast;

    /// <summary>What was passed over when replay started, newest first.</summary>
    public IReadOnlyList<SkippedSnapshot> Skipped { get; private set; } = [];

    /// <summary>The state that replay goes on from: of the newest sound snapshot, or before the first block.</summary>
    /// <exception cref="StorageException">The device failed.</exception>
    public ChainState Start(ChainState genesis, Func<Point, bool> isImmutable)
    {
        if (snapshots is null)
            return genesis;
        (ChainState? state, Skipped) = snapshots.LoadNewest(isImmutable);
        _blocksInLast = state is null ? 0 : BlocksIn(state);
        return state ?? genesis;
    }

    /// <summary>Writes a snapshot when the immutable chain has grown enough since the last one.</summary>
    /// <exception cref="StorageException">The disk is full or failed.</exception>
    public void Consider(ChainState immutable) => Consider(immutable, (ulong)everyBlocks);

    /// <summary>Writes a snapshot at a shutdown, unless the last one is nearly as new.</summary>
    /// <exception cref="StorageException">The disk is full or failed.</exception>
    public void ConsiderAtShutdown(ChainState immutable) =>
        Consider(immutable, Math.Max(1, (ulong)everyBlocks / SoonerAtShutdown));

    private void Consider(ChainState immutable, ulong leastBlocks)
    {
        if (snapshots is null || BlocksIn(immutable) < _blocksInLast + leastBlocks)
            return;
        snapshots.Write(immutable);
        _blocksInLast = BlocksIn(immutable);
    }

    private static ulong BlocksIn(ChainState state) => state.Tip.IsGenesis ? 0 : state.Tip.BlockNo.Value + 1;
}
