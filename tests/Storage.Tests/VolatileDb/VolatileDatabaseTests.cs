using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Files;
using PoolTopology.Storage.VolatileDb;
using PoolTopology.TestKit.Files;
using Xunit;

namespace PoolTopology.Storage.Tests.VolatileDb;

public sealed class VolatileDatabaseTests
{
    private static readonly List<TestBlock> Blocks = TestBlocks.Chain(25, seed: 5);

    [Fact]
    public void Open_after_close_finds_every_block_in_files_of_the_configured_size()
    {
        SimulatedFileSystem files = Written();
        Assert.Equal(["volatile/blocks-0.dat", "volatile/blocks-1.dat", "volatile/blocks-2.dat"], files.Paths);
        Assert.Equal(Blocks.Take(10).SelectMany(b => b.Bytes), files.BytesOf("volatile/blocks-0.dat"));
        using VolatileDatabase database = Open(files);
        Assert.Empty(database.Repairs);
        AssertHolds(database, Blocks);
    }

    [Fact]
    public void SuccessorsOf_names_the_blocks_of_every_fork_in_order_of_their_hashes()
    {
        using VolatileDatabase database = Open(new SimulatedFileSystem(1));
        List<TestBlock> forks = [.. Enumerable.Range(0, 5).Select(i => TestBlocks.Make(Blocks[0].Summary.Hash, 9, 1, i))];
        foreach (TestBlock fork in forks)
            database.Put(fork.Summary, fork.Bytes);
        Assert.Equal(forks.Select(f => f.Summary.Hash).Order(), database.SuccessorsOf(Blocks[0].Summary.Hash));
        Assert.Empty(database.SuccessorsOf(null));
        database.Put(Blocks[0].Summary, Blocks[0].Bytes);
        Assert.Equal([Blocks[0].Summary.Hash], database.SuccessorsOf(null));
    }

    [Fact]
    public void Open_after_the_last_file_was_cut_anywhere_keeps_the_whole_blocks()
    {
        SimulatedFileSystem whole = Written();
        byte[] bytes = whole.BytesOf("volatile/blocks-2.dat");
        for (int size = 0; size < bytes.Length; size += 7)
        {
            SimulatedFileSystem files = Written();
            files.Place("volatile/blocks-2.dat", bytes.AsSpan(0, size));
            int kept = 20;
            for (int end = Blocks[kept].Bytes.Length; end <= size; end += Blocks[kept].Bytes.Length)
                kept++;
            using VolatileDatabase database = Open(files);
            AssertHolds(database, Blocks.Take(kept));
            Assert.True(database.Repairs.Count <= 1);
        }
    }

    [Fact]
    public void Open_after_any_flipped_bit_never_returns_a_changed_block_and_keeps_those_before_it()
    {
        SimulatedFileSystem whole = Written();
        long bits = whole.BytesOf("volatile/blocks-0.dat").Length * 8L;
        int lostAlone = 0;
        for (long bit = 0; bit < bits; bit += 61)
        {
            int damaged = 0;
            long end = Blocks[0].Bytes.Length;
            for (; bit / 8 >= end; end += Blocks[damaged].Bytes.Length)
                damaged++;
            // No hash covers the era tag; the rules do.
            if (bit / 8 == end - Blocks[damaged].Bytes.Length + 1)
                continue;
            SimulatedFileSystem files = Written();
            files.FlipBit("volatile/blocks-0.dat", bit);
            using VolatileDatabase database = Open(files);
            AssertHolds(database, Blocks.Take(damaged).Concat(Blocks.Skip(10)), isAll: false);
            Assert.Null(database.Find(Blocks[damaged].Summary.Hash));
            foreach (TestBlock block in Blocks)
            {
                if (database.TryRead(block.Summary.Hash) is byte[] read)
                    Assert.Equal(block.Bytes, read);
            }
            Assert.NotEmpty(database.Repairs);
            lostAlone += database.Count == Blocks.Count - 1 ? 1 : 0;
        }
        // Mostly the damage is inside a block that still parses, and costs that block only.
        Assert.True(lostAlone > bits / 61 / 2);
    }

    [Fact]
    public void CollectGarbage_deletes_whole_files_and_never_the_one_being_written()
    {
        SimulatedFileSystem files = Written();
        using VolatileDatabase database = Open(files);
        Slot endOfFirst = Blocks[9].Summary.Slot;
        Assert.False(database.HasGarbage(new Slot(endOfFirst.Value - 1)));
        Assert.True(database.HasGarbage(endOfFirst));
        database.CollectGarbage(endOfFirst);
        Assert.Equal(["volatile/blocks-1.dat", "volatile/blocks-2.dat"], files.Paths);
        AssertHolds(database, Blocks.Skip(10));
        Assert.Null(database.TryRead(Blocks[3].Summary.Hash));
        Assert.Empty(database.SuccessorsOf(Blocks[3].Summary.Hash));
        database.CollectGarbage(new Slot(ulong.MaxValue));
        Assert.Equal(["volatile/blocks-2.dat"], files.Paths);
        AssertHolds(database, Blocks.Skip(20));
    }

    [Fact]
    public void Put_on_a_full_disk_changes_nothing_and_works_once_there_is_space()
    {
        SimulatedFileSystem files = Written();
        using VolatileDatabase database = Open(files);
        TestBlock next = TestBlocks.Chain(1, 8, from: Blocks[^1])[0];
        for (int room = 0; room < next.Bytes.Length; room += 90)
        {
            files.CapacityBytes = files.UsedBytes + room;
            StorageException e = Assert.Throws<StorageException>(() => database.Put(next.Summary, next.Bytes));
            Assert.Equal(StorageFault.DiskFull, e.Fault);
            AssertHolds(database, Blocks);
        }
        files.CapacityBytes = long.MaxValue;
        database.Put(next.Summary, next.Bytes);
        using VolatileDatabase again = Open(files);
        Assert.Empty(again.Repairs);
        AssertHolds(again, Blocks.Append(next));
    }

    [Fact]
    public void Flush_that_fails_closes_the_database_for_writing()
    {
        SimulatedFileSystem files = Written();
        using VolatileDatabase database = Open(files);
        files.IsFlushFailing = true;
        Assert.Throws<StorageException>(database.Flush);
        files.IsFlushFailing = false;
        TestBlock next = TestBlocks.Chain(1, 8, from: Blocks[^1])[0];
        StorageException e = Assert.Throws<StorageException>(() => database.Put(next.Summary, next.Bytes));
        Assert.Equal(StorageFault.ClosedAfterFailure, e.Fault);
        AssertHolds(database, Blocks);
    }

    private static SimulatedFileSystem Written()
    {
        SimulatedFileSystem files = new(1);
        using VolatileDatabase database = Open(files);
        foreach (TestBlock block in Blocks)
            database.Put(block.Summary, block.Bytes);
        database.Flush();
        return files;
    }

    private static VolatileDatabase Open(SimulatedFileSystem files) =>
        VolatileDatabase.Open(files, TestBlocks.Parser, new VolatileDbOptions(BlocksPerFile: 10));

    private static void AssertHolds(VolatileDatabase database, IEnumerable<TestBlock> expected, bool isAll = true)
    {
        int count = 0;
        foreach (TestBlock block in expected)
        {
            Assert.Equal(block.Summary, database.Find(block.Summary.Hash));
            Assert.Equal(block.Bytes, database.TryRead(block.Summary.Hash));
            count++;
        }
        if (isAll)
            Assert.Equal(count, database.Count);
    }
}
