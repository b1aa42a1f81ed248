using System.Text;
using PoolTopology.Storage.ChainDb;
using PoolTopology.Storage.Files;
using PoolTopology.Storage.ImmutableDb;
using PoolTopology.TestKit.Files;
using Xunit;

namespace PoolTopology.Storage.Tests.ChainDb;

public sealed class ChainRecoveryTests
{
    [Fact]
    public void Open_after_a_clean_shutdown_has_the_same_chain_and_says_so()
    {
        using ChainHarness chain = new();
        Assert.False(chain.Database.Report.WasClean);
        List<TestBlock> blocks = TestBlocks.Chain(20, 1);
        chain.Adopt(blocks);
        chain.Reopen();
        OpenReport report = chain.Database.Report;
        Assert.True(report.WasClean);
        Assert.Equal((blocks[^1].Summary.Tip, 15L), (report.Tip, report.BlocksReplayed));
        Assert.Empty(report.ImmutableRepairs);
        Assert.Empty(report.VolatileRepairs);
        Assert.Equal(blocks.Select(b => b.Point), chain.ChainPoints());
        Assert.Equal(blocks[^6].Summary.Tip, chain.Database.ImmutableTip);
        Assert.Equal(blocks[^1].Summary.Tip, chain.Database.State.Tip);
        chain.Kill();
        Assert.False(chain.Database.Report.WasClean);
    }

    [Fact]
    public void Open_tells_its_progress_through_both_phases()
    {
        List<ReplayProgress> seen = [];
        using ChainHarness chain = new(options: new ChainDbOptions { OnReplay = seen.Add });
        List<TestBlock> blocks = TestBlocks.Chain(20, 1);
        chain.Adopt(blocks);
        seen.Clear();
        chain.Reopen();
        Assert.Equal(
            [
                new ReplayProgress(ReplayPhase.Immutable, blocks[14].Summary.Tip, blocks[14].Summary.Tip, 15),
                new ReplayProgress(ReplayPhase.Volatile, blocks[19].Summary.Tip, blocks[19].Summary.Tip, 5),
            ],
            seen);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Crash_right_after_an_adoption_loses_nothing(int seed)
    {
        using ChainHarness chain = new(seed);
        List<TestBlock> blocks = TestBlocks.Chain(1 + (seed % 30), seed);
        chain.Adopt(blocks);
        chain.Crash();
        Assert.Equal(blocks[^1].Summary.Tip, chain.Database.Tip);
        Assert.Equal(blocks.Select(b => b.Point), chain.ChainPoints());
    }

    [Fact]
    public void Relaxed_durability_flushes_files_and_not_blocks_and_catches_up_when_it_ends()
    {
        using ChainHarness chain = new(options: new ChainDbOptions
        {
            Durability = WriteDurability.Relaxed,
            VolatileBlocksPerFile = 100,
        });
        int before = chain.Files.Flushes;
        List<TestBlock> blocks = TestBlocks.Chain(30, 1, gapMax: 1);
        chain.Adopt(blocks);
        Assert.Equal(before, chain.Files.Flushes);
        chain.Database.Durability = WriteDurability.EachAdoption;
        Assert.True(chain.Files.Flushes > before);
        chain.Crash();
        Assert.Equal(blocks[^1].Summary.Tip, chain.Database.Tip);
    }

    [Fact]
    public void Crash_between_any_two_file_operations_keeps_the_adopted_chain()
    {
        List<TestBlock> blocks = TestBlocks.Chain(24, 9);
        for (int operations = 0; ; operations++)
        {
            ChainHarness chain = new(operations);
            chain.Files.CrashAfter(operations);
            int adopted = 0;
            bool hasCrashed = false;
            try
            {
                for (; adopted < blocks.Count; adopted++)
                    chain.Add(blocks[adopted]);
            }
            catch (SimulatedCrashException)
            {
                hasCrashed = true;
            }
            chain.Crash();
            int found = chain.ChainPoints().Count;
            Assert.InRange(found, adopted, Math.Min(adopted + 1, blocks.Count));
            Assert.Equal(blocks.Take(found).Select(b => b.Point), chain.ChainPoints());
            // The node goes on from there.
            chain.Adopt(blocks[found..]);
            if (!hasCrashed)
                return;
        }
    }

    [Fact]
    public void Crash_at_any_operation_of_opening_leaves_a_database_that_opens()
    {
        List<TestBlock> blocks = TestBlocks.Chain(24, 9);
        for (int operations = 0; ; operations++)
        {
            ChainHarness chain = new(operations);
            chain.Adopt(blocks);
            string lastChunk = chain.Files.Paths.Last(p => p.EndsWith(".chunk", StringComparison.Ordinal));
            chain.Files.Place(lastChunk, chain.Files.BytesOf(lastChunk).AsSpan(5)); // all of it is unreadable
            chain.Files.Restart();
            chain.Files.CrashAfter(operations);
            bool hasCrashed = false;
            try
            {
                chain.Open().Dispose();
            }
            catch (SimulatedCrashException)
            {
                hasCrashed = true;
            }
            chain.Crash();
            Assert.True(chain.Database.Tip.BlockNo.Value > 0);
            foreach (TestBlock block in blocks)
                chain.Add(block);
            Assert.Equal(blocks[^1].Summary.Tip, chain.Database.Tip);
            if (!hasCrashed)
                return;
        }
    }

    [Fact]
    public void AddBlock_on_a_full_disk_throws_typed_and_goes_on_once_there_is_space()
    {
        List<TestBlock> blocks = TestBlocks.Chain(30, 4);
        for (int room = 0; room < 4000; room += 150)
        {
            using ChainHarness chain = new(room);
            chain.Adopt(blocks[..20]);
            chain.Files.CapacityBytes = chain.Files.UsedBytes + room;
            int next = 20;
            try
            {
                for (; next < blocks.Count; next++)
                    chain.Add(blocks[next]);
            }
            catch (StorageException e)
            {
                Assert.Equal(StorageFault.DiskFull, e.Fault);
                Assert.Contains("sim:/", e.File, StringComparison.Ordinal);
            }
            Assert.True(next < blocks.Count);
            Assert.Equal(blocks.Take(chain.ChainPoints().Count).Select(b => b.Point), chain.ChainPoints());
            chain.Files.CapacityBytes = long.MaxValue;
            if (room % 300 == 0)
                chain.Crash();
            foreach (TestBlock block in blocks[next..])
                chain.Add(block);
            Assert.Equal(blocks[^1].Summary.Tip, chain.Database.Tip);
            chain.Reopen();
            Assert.Equal(blocks.Select(b => b.Point), chain.ChainPoints());
        }
    }

    [Fact]
    public void AddBlock_after_a_flush_failed_is_refused_until_a_restart_which_is_not_marked_clean()
    {
        using ChainHarness chain = new();
        List<TestBlock> blocks = TestBlocks.Chain(8, 4);
        chain.Adopt(blocks[..6]);
        chain.Files.IsFlushFailing = true;
        Assert.Equal(StorageFault.DeviceError, Assert.Throws<StorageException>(() => chain.Add(blocks[6])).Fault);
        Assert.Equal(blocks[5].Summary.Tip, chain.Database.Tip);
        chain.Files.IsFlushFailing = false;
        Assert.Equal(StorageFault.ClosedAfterFailure, Assert.Throws<StorageException>(() => chain.Add(blocks[7])).Fault);
        chain.Reopen();
        Assert.False(chain.Database.Report.WasClean);
        Assert.True(chain.Database.Tip.BlockNo >= blocks[5].Summary.BlockNo);
    }

    [Fact]
    public void Open_twice_is_refused_with_a_clear_error()
    {
        using ChainHarness chain = new();
        StorageException e = Assert.Throws<StorageException>(chain.Open);
        Assert.Equal((StorageFault.Locked, "sim:/lock"), (e.Fault, e.File));
        chain.Adopt(TestBlocks.Chain(3, 1));
    }

    [Fact]
    public void Open_of_another_network_or_of_a_foreign_folder_is_refused_and_changes_nothing()
    {
        using ChainHarness chain = new();
        chain.Database.Dispose();
        chain.Files.Place("protocolMagicId", Encoding.ASCII.GetBytes("764824073"));
        StorageException e = Assert.Throws<StorageException>(chain.Open);
        Assert.Equal(StorageFault.WrongDatabase, e.Fault);
        Assert.Contains("764824073", e.Message, StringComparison.Ordinal);
        Assert.True(chain.Files.Exists("clean"));

        chain.Files.Delete("protocolMagicId");
        chain.Files.Place("holiday.jpg", [1]);
        Assert.Equal(StorageFault.WrongDatabase, Assert.Throws<StorageException>(chain.Open).Fault);
        chain.Files.Delete("holiday.jpg");
        chain.Open().Dispose();
        Assert.Equal("42", Encoding.ASCII.GetString(chain.Files.BytesOf("protocolMagicId")));
    }

    [Fact]
    public void Open_leaves_out_a_stored_block_whose_era_tag_changed_and_takes_it_again()
    {
        using ChainHarness chain = new();
        List<TestBlock> blocks = TestBlocks.Chain(3, 4);
        chain.Adopt(blocks);
        chain.Database.Dispose();
        long damaged = blocks[0].Bytes.Length + blocks[1].Bytes.Length;
        chain.Files.FlipBit("volatile/blocks-0.dat", ((damaged + 1) * 8) + 0);
        chain.Kill();
        Assert.Equal(blocks[1].Summary.Tip, chain.Database.Tip);
        Assert.Equal([(blocks[2].Point, FakeRules.DoesNotLink)], chain.Database.Report.InvalidBlocks);
        chain.Adopt(blocks[2..]);
        chain.Reopen();
        Assert.Equal(blocks[2].Summary.Tip, chain.Database.Tip);
        Assert.Empty(chain.Database.Report.InvalidBlocks);
    }

    [Fact]
    public void Open_after_the_immutable_chain_was_cut_takes_its_blocks_from_the_volatile_one()
    {
        using ChainHarness chain = new(options: new ChainDbOptions { VolatileBlocksPerFile = 100 });
        List<TestBlock> blocks = TestBlocks.Chain(20, 4);
        chain.Adopt(blocks);
        chain.Database.Dispose();
        foreach (string path in chain.Files.Paths.Where(p => p.StartsWith("immutable/", StringComparison.Ordinal)).ToList())
            chain.Files.Delete(path);
        chain.Kill();
        Assert.Equal(blocks.Select(b => b.Point), chain.ChainPoints());
        Assert.Equal(blocks[14].Summary.Tip, chain.Database.ImmutableTip);
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Fact]
    public void Open_with_a_damaged_older_chunk_whose_index_was_lost_cuts_there_and_takes_the_blocks_again()
    {
        using ChainHarness chain = new();
        List<TestBlock> blocks = TestBlocks.Chain(60, 1);
        chain.Adopt(blocks);
        Assert.True(chain.Files.Exists("immutable/00001.chunk"));
        chain.Files.FlipBit("immutable/00000.chunk", (blocks[0].Bytes.Length + 100) * 8);
        chain.Files.Delete("immutable/00000.primary");
        chain.Kill();
        Assert.Contains(chain.Database.Report.ImmutableRepairs, repair => repair is ImmutableRepair.ChunksRemoved);
        Assert.Equal(blocks[0].Summary.Tip, chain.Database.ImmutableTip);
        foreach (TestBlock block in blocks[1..])
            chain.Add(block);
        chain.Reopen();
        Assert.Equal(blocks[^1].Summary.Tip, chain.Database.Tip);
    }
}
