using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Inspection;

namespace PoolTopology.Node.Verification;

/// <summary>What <c>chain info</c> says of a database.</summary>
/// <param name="Path">The folder that was given.</param>
/// <param name="HasOnlyChunks">It is the folder of the chunks, not a database around them.</param>
/// <param name="Magic">The network that the database is marked with; null where no marker stands.</param>
/// <param name="ExpectedMagic">The configuration's network; null without a configuration.</param>
/// <param name="IsMarkedClean">The last node closed it properly, and none has it open.</param>
/// <param name="SlotsPerChunk">How many slots a chunk has.</param>
/// <param name="Survey">Chunks, first and last block, recent blocks.</param>
/// <param name="SnapshotSlots">The slots of ledger snapshots, newest first.</param>
/// <param name="TipTime">When the last block's slot began; null without a configuration.</param>
/// <param name="TipEpoch">The last block's epoch; null without a configuration.</param>
internal sealed record DatabaseDescription(
    string Path,
    bool HasOnlyChunks,
    NetworkMagic? Magic,
    NetworkMagic? ExpectedMagic,
    bool IsMarkedClean,
    ulong SlotsPerChunk,
    DatabaseSurvey Survey,
    IReadOnlyList<Slot> SnapshotSlots,
    DateTimeOffset? TipTime,
    EpochNo? TipEpoch)
{
    /// <summary>The database and the configuration are of one network, as far as both say.</summary>
    public bool IsOfConfiguredNetwork => Magic is null || ExpectedMagic is null || Magic == ExpectedMagic;
}
