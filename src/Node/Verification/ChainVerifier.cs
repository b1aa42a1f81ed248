using PoolTopology.Consensus.Chain;
using PoolTopology.Node.Config;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Blocks;
using PoolTopology.Storage.Files;
using PoolTopology.Storage.Inspection;
using PoolTopology.Storage.LedgerDb;

namespace PoolTopology.Node.Verification;

/// <summary>Replays a database with every check on, changing nothing in it.</summary>
/// <remarks>Cost: blocks the caller until it is done; the threads that the options ask for do the work.</remarks>
public sealed class ChainVerifier(ConsensusConfig config, TimeProvider time)
{
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>Verifies the database's immutable chain.</summary>
    /// <param name="options">What to verify.</param>
    /// <param name="onProgress">Is told how far it came; may be null.</param>
    /// <param name="cancellation">Stops it in the middle.</param>
    /// <exception cref="StorageException">The database cannot be read.</exception>
    /// <exception cref="ConfigurationException">The database is another network's, or has no such snapshot.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public VerificationReport Run(
        VerificationOptions options, Action<VerificationProgress>? onProgress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        long begun = time.GetTimestamp();
        InspectedDatabase database = Open(options.DatabasePath);
        ulong slotsPerChunk = checked(10 * config.SecurityParameter);
        StoredBlockParser parser = new(slotsPerChunk, config.Parameters);
        (ChainState start, IReadOnlyList<SkippedSnapshot> skipped) = StartOf(options, database, parser, slotsPerChunk);
        using ChunkReader reader = ChunkReader.Open(database.Files, parser, slotsPerChunk, start.Tip.Point);
        StateStage state = new(config, start, new EpochObserver(config), options.Until);
        using VerificationPipeline pipeline = new(
            reader, new WindowDecoder(new DecodedBlockCheck(database.Files, parser, slotsPerChunk)), state,
            options.Threads);
        pipeline.Run(onProgress, ProgressEvery, cancellation);
        return Report(options, start, pipeline, state, time.GetElapsedTime(begun)) with { SkippedSnapshots = skipped };
    }

    private (ChainState Start, IReadOnlyList<SkippedSnapshot> Skipped) StartOf(
        VerificationOptions options, InspectedDatabase database, StoredBlockParser parser, ulong slotsPerChunk)
    {
        if (options.Snapshot is not SnapshotChoice choice)
            return (ChainState.Genesis(config), []);
        LedgerSnapshots snapshots = LedgerSnapshots.Of(database.Files, config);
        bool IsOnChain(Point point) => database.Contains(point, parser, slotsPerChunk);
        if (choice.Slot is not Slot slot)
        {
            (ChainState? newest, IReadOnlyList<SkippedSnapshot> skipped) = snapshots.LoadNewest(IsOnChain);
            return newest is not null ? (newest, skipped) : throw new ConfigurationException(
                $"{database.Path} has no usable ledger snapshot"
                + string.Concat(skipped.Select(one => $"; {one.Folder}: {one.Fault}")));
        }
        (ChainState? state, SnapshotFault? fault) = snapshots.Load(slot, IsOnChain);
        return state is not null ? (state, []) : throw new ConfigurationException(
            $"{database.Path} has no usable ledger snapshot of slot {slot}: {fault}");
    }

    private InspectedDatabase Open(string path)
    {
        InspectedDatabase database = InspectedDatabase.Open(path);
        return database.Magic is not NetworkMagic magic || magic == config.NetworkMagic
            ? database
            : throw new ConfigurationException(
                $"{path} is a database of network magic {magic}, the configuration's is {config.NetworkMagic}: "
                + "one of --database and --config is the wrong one");
    }

    private VerificationReport Report(
        VerificationOptions options, ChainState start, VerificationPipeline pipeline, StateStage state, TimeSpan elapsed)
    {
        VerificationFailure? failure = pipeline.Failure;
        // What was done beyond the failure, while its proof was still owed, does not count.
        long end = failure?.Block.Index ?? long.MaxValue;
        return new VerificationReport
        {
            Database = options.DatabasePath,
            NetworkMagic = config.NetworkMagic,
            Start = start.Tip,
            Until = options.Until,
            Tip = failure is null ? state.State.Tip : failure.Block.Parent,
            Counts = failure?.Block.Before ?? state.Counts,
            Epochs = [.. state.Epochs.Where(epoch => epoch.Index <= end).Select(epoch => epoch.Summary)],
            Findings = [.. state.Findings.Where(finding => finding.Index <= end).Select(finding => finding.Finding)],
            Divergence = failure is null ? null : DivergenceText.Of(failure),
            Cost = new VerificationCost(
                options.Threads,
                elapsed,
                pipeline.Times[PipelineStage.Storage],
                pipeline.Times[PipelineStage.Decode],
                pipeline.Times[PipelineStage.Rules],
                pipeline.Times[PipelineStage.Crypto],
                PeakMemory.ReadBytes()),
        };
    }
}
