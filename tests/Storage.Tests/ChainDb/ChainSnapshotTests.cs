using PoolTopology.Consensus.Chain;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.ChainDb;
using PoolTopology.Storage.Files;
using PoolTopology.Storage.LedgerDb;
using PoolTopology.TestKit.Chain;
using PoolTopology.TestKit.Files;
using Xunit;

namespace PoolTopology.Storage.Tests.ChainDb;

/// <summary>Restarts that go on from a ledger snapshot, under the real rules.</summary>
public sealed class ChainSnapshotTests
{
    private static readonly TestNetwork Network = TestNetwork.Create();
    private static readonly IReadOnlyList<(byte[] StoredBytes, ChainState After)> Blocks =
        TestForge.Extend(Network, Network.Genesis, 120);

    [Fact]
    public void Restart_goes_on_from_the_newest_snapshot_with_the_same_state()
    {
        SimulatedFileSystem files = new(1);
        Add(files, 0, 120);
        using ChainDatabase database = Open(files);
        // k = 5: 115 blocks are immutable, the last snapshot of them was written at the shutdown.
        Assert.Equal(Blocks[114].After.Tip, database.Report.ReplayStart);
        Assert.Equal(0, database.Report.BlocksReplayed);
        Assert.Empty(database.Report.SkippedSnapshots);
        AssertSame(Blocks[119].After, database.State);
        Assert.Equal(Blocks[119].After.Tip.Point.Hash, database.TipHeader!.Hash);
    }

    [Fact]
    public void Chain_whose_every_block_is_in_the_snapshot_has_its_header_and_grows()
    {
        SimulatedFileSystem files = new(1);
        Add(files, 0, 60);
        foreach (string recent in files.Paths.Where(p => p.StartsWith("volatile/", StringComparison.Ordinal)))
            files.Delete(recent);
        using (ChainDatabase database = Open(files))
        {
            Assert.Equal((Blocks[54].After.Tip, Blocks[54].After.Tip), (database.Report.ReplayStart, database.Tip));
            Assert.Equal(Blocks[54].After.Tip.Point.Hash, database.TipHeader!.Hash);
        }
        Add(files, 55, 120);
        using ChainDatabase grown = Open(files);
        AssertSame(Blocks[119].After, grown.State);
    }

    [Fact]
    public void Damaged_snapshots_cost_time_and_nothing_else()
    {
        SimulatedFileSystem files = new(1);
        Add(files, 0, 120);
        string[] states = [.. files.Paths.Where(p => p.StartsWith("ledger/", StringComparison.Ordinal) && p.EndsWith("/state", StringComparison.Ordinal))];
        Assert.Equal(LedgerSnapshots.KeptCount, states.Length);
        foreach (string state in states)
            files.FlipBit(state, 300);
        using ChainDatabase database = Open(files);
        Assert.Equal(Tip.Genesis, database.Report.ReplayStart);
        Assert.All(database.Report.SkippedSnapshots, skipped => Assert.Equal(SnapshotFault.Damaged, skipped.Fault));
        Assert.Equal(2, database.Report.SkippedSnapshots.Count);
        AssertSame(Blocks[119].After, database.State);
    }

    [Fact]
    public void Snapshot_ahead_of_what_a_power_loss_left_is_passed_over()
    {
        SimulatedFileSystem files = new(1);
        Add(files, 0, 120);
        // The last chunk is gone, as after a loss of what was not flushed; the blocks before it are a chain of their own.
        string last = files.Paths.Last(p => p.EndsWith(".chunk", StringComparison.Ordinal));
        foreach (string path in files.Paths.Where(p => p.StartsWith(last[..^5], StringComparison.Ordinal) || p.StartsWith("volatile/", StringComparison.Ordinal)))
            files.Delete(path);
        using ChainDatabase database = Open(files);
        Assert.Contains(database.Report.SkippedSnapshots, skipped => skipped.Fault == SnapshotFault.NotOnChain);
        int count = (int)database.Tip.BlockNo.Value + 1;
        Assert.InRange(count, 1, 114);
        AssertSame(Blocks[count - 1].After, database.State);
    }

    [Fact]
    public void Crash_at_any_operation_around_snapshots_loses_no_adopted_block_and_no_state()
    {
        for (int operations = 0; ; operations += 3)
        {
            SimulatedFileSystem files = new(operations);
            int adopted = 0;
            bool hasCrashed = false;
            files.CrashAfter(operations);
            try
            {
                using ChainDatabase database = Open(files);
                for (; adopted < 40; adopted++)
                    Assert.IsType<AddBlockResult.Adopted>(database.AddBlock(Blocks[adopted].StoredBytes));
            }
            catch (SimulatedCrashException)
            {
                hasCrashed = true;
                files.Crash();
            }
            files.Restart();
            using ChainDatabase reopened = Open(files);
            int found = reopened.Tip.IsGenesis ? 0 : (int)reopened.Tip.BlockNo.Value + 1;
            Assert.InRange(found, adopted, adopted + 1);
            AssertSame(found == 0 ? Network.Genesis : Blocks[found - 1].After, reopened.State);
            if (!hasCrashed)
                return;
        }
    }

    private static void Add(IFileSystem files, int from, int to)
    {
        using ChainDatabase database = Open(files);
        for (int i = from; i < to; i++)
            Assert.IsType<AddBlockResult.Adopted>(database.AddBlock(Blocks[i].StoredBytes));
    }

    private static ChainDatabase Open(IFileSystem files) =>
        ChainDatabase.Open(new ChainDbOptions { SnapshotEveryBlocks = 8, VolatileBlocksPerFile = 10 }, files, Network.Config);

    private static void AssertSame(ChainState expected, ChainState actual)
    {
        Assert.Equal(expected.Tip, actual.Tip);
        Assert.Equal(
            expected.PraosState.OperationalCertificateCounters, actual.PraosState.OperationalCertificateCounters);
        Assert.Equal(
            expected.PraosState with { OperationalCertificateCounters = actual.PraosState.OperationalCertificateCounters },
            actual.PraosState);
    }
}
