using PoolTopology.Consensus.Chain;
using PoolTopology.Node.Config;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Blocks;
using PoolTopology.Storage.Files;
using PoolTopology.Storage.Inspection;
using PoolTopology.Storage.LedgerDb;

namespace PoolTopology.Node.Verification;

/// <summary>Looks at a database and says what it is, changing nothing.</summary>
internal static class DatabaseDescriber
{
    /// <summary>Describes a database.</summary>
    /// <param name="path">The database folder, or the folder of its chunks.</param>
    /// <param name="config">Its network; null to do with what the files say.</param>
    /// <exception cref="StorageException">The database cannot be read.</exception>
    /// <exception cref="ConfigurationException">Nothing says how many slots a chunk has.</exception>
    public static DatabaseDescription Describe(string path, ConsensusConfig? config)
    {
        InspectedDatabase database = InspectedDatabase.Open(path);
        ulong slotsPerChunk = (config is null ? database.DeriveSlotsPerChunk() : checked(10 * config.SecurityParameter))
            ?? throw new ConfigurationException(
                $"{path}: no primary index of a finished chunk says how many slots a chunk has; give --config");
        StoredBlockParser parser = new(slotsPerChunk, config?.Parameters);
        DatabaseSurvey survey = DatabaseSurvey.Of(database, parser, slotsPerChunk);
        Slot? tip = survey.Last?.Slot;
        return new DatabaseDescription(
            path,
            database.HasOnlyChunks,
            database.Magic,
            config?.NetworkMagic,
            database.IsMarkedClean,
            slotsPerChunk,
            survey,
            LedgerSnapshots.SlotsIn(database.Files),
            tip is Slot last ? config?.Clock.StartOf(last) : null,
            tip is Slot at ? config?.Clock.EpochOf(at) : null);
    }
}
