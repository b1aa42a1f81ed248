using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Files;
using PoolTopology.Storage.ImmutableDb;
using PoolTopology.TestKit.Files;
using Xunit;

namespace PoolTopology.Storage.Tests.ImmutableDb;

public sealed class ImmutableRecoveryTests
{
    private const ulong SlotsPerChunk = 100;
    private const string LastChunk = "immutable/00002.chunk";
    private const string LastSecondary = "immutable/00002.secondary";
    private const string LastPrimary = "immutable/00002.primary";

    // Two finished chunks and three blocks in the third.
    private static readonly List<TestBlock> Blocks = MakeBlocks();
    private static readonly int FirstInLastChunk = Blocks.FindIndex(b => b.Summary.Slot.Value >= 2 * SlotsPerChunk);

    [Fact]
    public void Open_after_the_last_chunk_was_cut_anywhere_keeps_the_whole_blocks()
    {
        SimulatedFileSystem whole = Written();
        byte[] bytes = whole.BytesOf(LastChunk);
        for (int size = 0; size < bytes.Length; size++)
        {
            SimulatedFileSystem files = Written();
            files.Place(LastChunk, bytes.AsSpan(0, size));
            int kept = 0;
            for (int end = 0; FirstInLastChunk + kept < Blocks.Count; kept++)
            {
                end += Blocks[FirstInLastChunk + kept].Bytes.Length;
                if (end > size)
                    break;
            }
            using ImmutableDatabase database = Open(files);
            AssertHolds(database, FirstInLastChunk + kept);
            Assert.NotEmpty(database.Repairs);
            AssertOpensClean(files);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(57)]
    [InlineData(5000)]
    public void Open_with_stray_bytes_behind_the_last_block_cuts_them_off(int count)
    {
        SimulatedFileSystem files = Written();
        byte[] stray = new byte[count];
        new Random(count).NextBytes(stray);
        byte[] bytes = files.BytesOf(LastChunk);
        files.Place(LastChunk, [.. bytes, .. stray]);
        using ImmutableDatabase database = Open(files);
        AssertHolds(database, Blocks.Count);
        ImmutableRepair.ChunkTruncated repair =
            Assert.IsType<ImmutableRepair.ChunkTruncated>(Assert.Single(database.Repairs));
        Assert.Equal((2, bytes.Length + count, bytes.Length), (repair.Chunk, (int)repair.FromBytes, (int)repair.ToBytes));
        Assert.Equal(bytes, files.BytesOf(LastChunk));
    }

    [Fact]
    public void Open_after_any_flipped_bit_in_the_last_chunk_never_returns_a_changed_block()
    {
        SimulatedFileSystem whole = Written();
        long bits = whole.BytesOf(LastChunk).Length * 8L;
        for (long bit = 0; bit < bits; bit += bit < 100 ? 1 : 23)
        {
            SimulatedFileSystem files = Written();
            files.FlipBit(LastChunk, bit);
            int damaged = FirstInLastChunk;
            for (long end = 0; ; damaged++)
            {
                end += Blocks[damaged].Bytes.Length;
                if (bit / 8 < end)
                    break;
            }
            using ImmutableDatabase database = Open(files);
            AssertHolds(database, damaged);
            AssertOpensClean(files);
        }
    }

    [Fact]
    public void Open_after_any_flipped_bit_in_an_index_of_the_last_chunk_rebuilds_it()
    {
        SimulatedFileSystem whole = Written();
        foreach (string path in new[] { LastSecondary, LastPrimary })
        {
            byte[] bytes = whole.BytesOf(path);
            for (long bit = 0; bit < bytes.Length * 8L; bit++)
            {
                SimulatedFileSystem files = Written();
                files.FlipBit(path, bit);
                using ImmutableDatabase database = Open(files);
                AssertHolds(database, Blocks.Count);
                Assert.Equal([new ImmutableRepair.IndexRebuilt("sim:/" + path)], database.Repairs);
                Assert.Equal(bytes, files.BytesOf(path));
            }
        }
    }

    [Theory]
    [InlineData("immutable/00000.primary")]
    [InlineData("immutable/00000.secondary")]
    [InlineData("immutable/00001.secondary")]
    [InlineData(LastPrimary)]
    [InlineData(LastSecondary)]
    public void Open_without_or_with_a_short_index_rebuilds_it_byte_for_byte(string path)
    {
        byte[] bytes = Written().BytesOf(path);
        for (int size = -1; size < bytes.Length; size += 3)
        {
            SimulatedFileSystem files = Written();
            if (size < 0)
                files.Delete(path);
            else
                files.Place(path, bytes.AsSpan(0, size));
            using ImmutableDatabase database = Open(files);
            AssertHolds(database, Blocks.Count);
            Assert.Equal([new ImmutableRepair.IndexRebuilt("sim:/" + path)], database.Repairs);
            Assert.Equal(bytes, files.BytesOf(path));
        }
    }

    [Fact]
    public void Open_with_damage_in_an_older_chunk_reads_the_rest_and_refuses_the_damaged_block()
    {
        SimulatedFileSystem files = Written();
        files.FlipBit("immutable/00000.chunk", 4000);
        using ImmutableDatabase database = Open(files);
        Assert.Empty(database.Repairs);
        StorageException e = Assert.Throws<StorageException>(() => database.TryStreamAfter(Point.Origin)!.Count());
        Assert.Equal(StorageFault.Corrupt, e.Fault);
        Assert.Equal("sim:/immutable/00000.chunk", e.File);
        Assert.NotNull(e.OffsetBytes);
        Assert.NotNull(database.TryRead(Blocks[^1].Point));
    }

    [Fact]
    public void Open_with_all_chunks_validated_cuts_at_the_damage_and_removes_what_follows()
    {
        SimulatedFileSystem files = Written();
        int damaged = Blocks.FindIndex(b => b.Summary.Slot.Value >= SlotsPerChunk) + 1;
        files.FlipBit("immutable/00001.chunk", (Blocks[damaged - 1].Bytes.Length + 100) * 8);
        using ImmutableDatabase database = Open(files, ImmutableValidation.AllChunks);
        AssertHolds(database, damaged);
        ImmutableRepair.ChunksRemoved removed = Assert.Single(database.Repairs.OfType<ImmutableRepair.ChunksRemoved>());
        Assert.Equal((2, 2), (removed.FirstChunk, removed.LastChunk));
        AssertOpensClean(files);
    }

    [Fact]
    public void Open_with_a_chunk_missing_in_the_middle_is_refused_until_all_chunks_are_validated()
    {
        SimulatedFileSystem files = Written();
        files.Delete("immutable/00001.chunk");
        StorageException e = Assert.Throws<StorageException>(() => Open(files));
        Assert.Equal((StorageFault.Missing, "sim:/immutable/00001.chunk"), (e.Fault, e.File));
        using ImmutableDatabase database = Open(files, ImmutableValidation.AllChunks);
        AssertHolds(database, Blocks.FindIndex(b => b.Summary.Slot.Value >= SlotsPerChunk));
        AssertOpensClean(files);
    }

    [Fact]
    public void Open_after_an_empty_chunk_was_left_removes_it_and_appends_again()
    {
        SimulatedFileSystem files = Written();
        files.Place("immutable/00003.chunk", []);
        files.Place("immutable/00003.primary", [1, 0, 0, 0, 0]);
        using ImmutableDatabase database = Open(files);
        AssertHolds(database, Blocks.Count);
        Assert.Single(database.Repairs.OfType<ImmutableRepair.ChunksRemoved>());
        TestBlock next = TestBlocks.Make(Blocks[^1].Summary.Hash, 512, Blocks[^1].Summary.BlockNo.Value + 1, 9);
        database.Append(next.Summary, next.Bytes);
        Assert.Equal(next.Point, database.Tip.Point);
        // Chunks without blocks stand between, finished.
        Assert.Equal(PrimaryIndex.FinishedSizeBytes(new ChunkLayout(SlotsPerChunk)), files.BytesOf("immutable/00004.primary").Length);
        Assert.Empty(files.BytesOf("immutable/00004.chunk"));
        database.Dispose();
        AssertOpensClean(files);
    }

    [Fact]
    public void Append_on_a_full_disk_leaves_the_database_as_it_was_and_works_once_there_is_space()
    {
        TestBlock next = TestBlocks.Make(Blocks[^1].Summary.Hash, 290, Blocks[^1].Summary.BlockNo.Value + 1, 9);
        for (int room = 0; room < next.Bytes.Length + 56 + 4; room += 50)
        {
            SimulatedFileSystem files = Written();
            using ImmutableDatabase database = Open(files);
            files.CapacityBytes = files.UsedBytes + room;
            StorageException e = Assert.Throws<StorageException>(() => database.Append(next.Summary, next.Bytes));
            Assert.Equal(StorageFault.DiskFull, e.Fault);
            AssertHolds(database, Blocks.Count);
            files.CapacityBytes = long.MaxValue;
            database.Append(next.Summary, next.Bytes);
            Assert.Equal(next.Point, database.Tip.Point);
            AssertOpensClean(files);
        }
    }

    private static List<TestBlock> MakeBlocks()
    {
        List<TestBlock> blocks = TestBlocks.Chain(60, seed: 3, gapMax: 10);
        int last = blocks.FindIndex(b => b.Summary.Slot.Value >= 2 * SlotsPerChunk) + 3;
        return blocks[..last];
    }

    private static SimulatedFileSystem Written()
    {
        SimulatedFileSystem files = new(1);
        using ImmutableDatabase database = Open(files);
        foreach (TestBlock block in Blocks)
            database.Append(block.Summary, block.Bytes);
        database.Flush();
        return files;
    }

    private static ImmutableDatabase Open(
        SimulatedFileSystem files, ImmutableValidation validation = ImmutableValidation.LastChunk) =>
        ImmutableDatabase.Open(files, TestBlocks.Parser, new ImmutableDbOptions(SlotsPerChunk, validation));

    private static void AssertOpensClean(SimulatedFileSystem files)
    {
        using ImmutableDatabase again = Open(files, ImmutableValidation.AllChunks);
        Assert.Empty(again.Repairs);
    }

    private static void AssertHolds(ImmutableDatabase database, int count)
    {
        List<ImmutableBlock> read = [.. database.TryStreamAfter(Point.Origin)!];
        Assert.Equal(Blocks.Take(count).Select(b => b.Point), read.Select(b => b.Point));
        for (int i = 0; i < count; i++)
            Assert.True(read[i].Bytes.Span.SequenceEqual(Blocks[i].Bytes));
        Assert.Equal(count == 0 ? Tip.Genesis : Blocks[count - 1].Summary.Tip, database.Tip);
    }
}
