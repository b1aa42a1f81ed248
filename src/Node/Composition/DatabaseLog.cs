using Microsoft.Extensions.Logging;
using PoolTopology.Consensus.Blocks;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.ChainDb;
using PoolTopology.Storage.ImmutableDb;
using PoolTopology.Storage.LedgerDb;
using PoolTopology.Storage.VolatileDb;

namespace PoolTopology.Node.Composition;

/// <summary>Tells in log lines what opening the database found and put right.</summary>
internal static partial class DatabaseLog
{
    public static void Opened(ILogger log, string path, OpenReport report)
    {
        if (!report.WasClean && !report.Tip.IsGenesis)
            LogUnclean(log, path);
        foreach (ImmutableRepair repair in report.ImmutableRepairs)
            LogRepair(log, repair);
        foreach (VolatileRepair repair in report.VolatileRepairs)
            LogRepair(log, repair);
        foreach ((Point point, BlockError error) in report.InvalidBlocks)
            LogInvalid(log, point, error);
        foreach (SkippedSnapshot skipped in report.SkippedSnapshots)
        {
            // A cardano-node's are expected where its database is opened.
            if (skipped.Fault == SnapshotFault.OtherProgram)
                LogForeignSnapshot(log, skipped.Folder);
            else
                LogSkippedSnapshot(log, skipped.Folder, skipped.Fault);
        }
        LogOpened(log, path, report.Tip, report.BlocksReplayed, report.ReplayStart);
    }

    public static void Replaying(ILogger log, ReplayProgress progress) =>
        LogReplaying(log, progress.Phase, progress.BlocksApplied, progress.Reached, progress.Target);

    [LoggerMessage(5301, LogLevel.Information, "{Path} is open: {Tip}; {Blocks} blocks replayed from {Start}")]
    private static partial void LogOpened(ILogger log, string path, Tip tip, long blocks, Tip start);

    [LoggerMessage(5302, LogLevel.Information, "{Phase}: {Blocks} blocks, {Reached} of {Target}")]
    private static partial void LogReplaying(ILogger log, ReplayPhase phase, long blocks, Tip reached, Tip target);

    [LoggerMessage(5303, LogLevel.Warning, "{Path} was not closed properly the last time")]
    private static partial void LogUnclean(ILogger log, string path);

    [LoggerMessage(5304, LogLevel.Warning, "repaired: {Repair}")]
    private static partial void LogRepair(ILogger log, object repair);

    [LoggerMessage(5306, LogLevel.Warning, "repaired: ledger snapshot {Folder} is passed over: {Fault}")]
    private static partial void LogSkippedSnapshot(ILogger log, string folder, SnapshotFault fault);

    [LoggerMessage(5307, LogLevel.Information, "ledger snapshot {Folder} is another program's and is left alone")]
    private static partial void LogForeignSnapshot(ILogger log, string folder);

    [LoggerMessage(5305, LogLevel.Warning, "stored block {Point} is invalid: {Error}")]
    private static partial void LogInvalid(ILogger log, Point point, BlockError error);
}
