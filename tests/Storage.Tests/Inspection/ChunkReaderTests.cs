using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Blocks;
using PoolTopology.Storage.Files;
using PoolTopology.Storage.ImmutableDb;
using PoolTopology.Storage.Inspection;
using PoolTopology.TestKit.Files;
using PoolTopology.TestKit.Vectors;
using Xunit;

namespace PoolTopology.Storage.Tests.Inspection;

public sealed class ChunkReaderTests
{
    private const ulong SlotsPerChunk = 100;
    private const string LastChunk = "immutable/00002.chunk";

    // Two finished chunks and some blocks in the third.
    private static readonly List<TestBlock> Blocks = [.. TestBlocks.Chain(200, 7).TakeWhile(b => b.Summary.Slot.Value < 240)];

    [Fact]
    public void Whole_database_is_read_without_findings()
    {
        (List<Point> points, List<StorageFinding> findings) = Read(Written());
        Assert.Equal(Blocks.Select(b => b.Point), points);
        Assert.Empty(findings);
    }

    [Fact]
    public void Reading_goes_on_behind_any_block()
    {
        SimulatedFileSystem files = Written();
        for (int i = 0; i < Blocks.Count; i++)
            Assert.Equal(Blocks.Skip(i + 1).Select(b => b.Point), Read(files, Blocks[i].Point).Points);
    }

    [Fact]
    public void Start_that_is_not_in_the_database_is_refused()
    {
        Point unknown = TestBlocks.Chain(3, 99)[2].Point;
        Assert.Equal(StorageFault.Missing, Assert.Throws<StorageException>(() => Read(Written(), unknown)).Fault);
    }

    [Fact]
    public void Any_flipped_bit_of_any_file_is_found_and_no_changed_block_passes()
    {
        SimulatedFileSystem whole = Written();
        Random random = new(1);
        foreach (string path in whole.Paths)
        {
            long bits = whole.BytesOf(path).Length * 8L;
            for (long bit = random.Next(8); bit < bits; bit += 1 + random.Next((int)(bits / 300) + 1))
            {
                SimulatedFileSystem files = Written();
                files.FlipBit(path, bit);
                (List<Point> points, List<StorageFinding> findings) = Read(files);
                string where = $"{path}, bit {bit}: {string.Join("; ", findings)}";
                Assert.True(findings.Count > 0, where);
                Assert.True(findings[^1].Weight != FindingWeight.NodeRepairs, where);
                Assert.True(findings.TrueForAll(finding => finding.File == "sim:/" + path), where);
                Assert.Equal(Blocks.Take(points.Count).Select(b => b.Point), points);
                if (!path.EndsWith(".chunk", StringComparison.Ordinal))
                    Assert.True(points.Count == Blocks.Count, where);
                else
                    Assert.IsType<StorageFinding.BlockDamaged>(findings[^1]);
            }
        }
    }

    [Fact]
    public void Last_chunk_cut_anywhere_is_a_torn_tail_and_its_whole_blocks_are_read()
    {
        byte[] bytes = Written().BytesOf(LastChunk);
        for (int size = 0; size < bytes.Length; size += size < 100 ? 1 : 13)
        {
            SimulatedFileSystem files = Written();
            files.Place(LastChunk, bytes.AsSpan(0, size));
            (List<Point> points, List<StorageFinding> findings) = Read(files);
            StorageFinding.TornTail torn = Assert.IsType<StorageFinding.TornTail>(Assert.Single(findings));
            Assert.Equal(Blocks.Count, points.Count + torn.BlocksLost);
            Assert.Equal(size, torn.FoundBytes);
            Assert.Equal(AsANodeKeeps(files), points);
        }
    }

    [Fact]
    public void Blocks_that_the_index_does_not_know_yet_are_read_and_the_index_is_short()
    {
        const string Secondary = "immutable/00002.secondary";
        const string Primary = "immutable/00002.primary";
        SimulatedFileSystem files = Written();
        files.Place(Secondary, files.BytesOf(Secondary).AsSpan(0, SecondaryIndex.EntrySizeBytes));
        files.Place(Primary, files.BytesOf(Primary).AsSpan(0, 9));
        (List<Point> points, List<StorageFinding> findings) = Read(files);
        Assert.Equal(Blocks.Count, points.Count);
        Assert.All(findings, finding => Assert.IsType<StorageFinding.IndexShort>(finding));
        Assert.Equal(2, findings.Count);
    }

    [Theory]
    [InlineData("immutable/00000.primary")]
    [InlineData("immutable/00001.secondary")]
    [InlineData("immutable/00002.primary")]
    [InlineData("immutable/00002.secondary")]
    public void Missing_index_is_a_note_and_every_block_is_read(string path)
    {
        SimulatedFileSystem files = Written();
        files.Delete(path);
        (List<Point> points, List<StorageFinding> findings) = Read(files);
        Assert.Equal(Blocks.Count, points.Count);
        Assert.Equal([new StorageFinding.IndexMissing("sim:/" + path)], findings);
    }

    [Fact]
    public void All_indexes_missing_is_noted_for_each()
    {
        SimulatedFileSystem files = Written();
        foreach (string path in files.Paths.Where(p => !p.EndsWith(".chunk", StringComparison.Ordinal)))
            files.Delete(path);
        (List<Point> points, List<StorageFinding> findings) = Read(files);
        Assert.Equal(Blocks.Count, points.Count);
        Assert.Equal(6, findings.OfType<StorageFinding.IndexMissing>().Count());
    }

    [Fact]
    public void Older_chunk_that_was_cut_ends_the_chain()
    {
        const string Older = "immutable/00001.chunk";
        byte[] bytes = Written().BytesOf(Older);
        for (int size = 0; size < bytes.Length; size += 17)
        {
            SimulatedFileSystem files = Written();
            files.Place(Older, bytes.AsSpan(0, size));
            (List<Point> points, List<StorageFinding> findings) = Read(files);
            Assert.Equal(FindingWeight.EndsChain, findings[^1].Weight);
            Assert.True(Blocks[points.Count].Summary.Slot.Value is >= SlotsPerChunk and < 2 * SlotsPerChunk);
        }
    }

    [Fact]
    public void Missing_chunk_between_others_ends_the_chain()
    {
        SimulatedFileSystem files = Written();
        foreach (string path in files.Paths.Where(p => p.Contains("00001", StringComparison.Ordinal)))
            files.Delete(path);
        (List<Point> points, List<StorageFinding> findings) = Read(files);
        Assert.Equal([new StorageFinding.ChunkMissing("sim:/immutable/00001.chunk")], findings);
        Assert.Equal(Blocks.TakeWhile(b => b.Summary.Slot.Value < SlotsPerChunk).Select(b => b.Point), points);
    }

    [Fact]
    public void Nothing_is_ever_changed()
    {
        SimulatedFileSystem files = Written();
        files.FlipBit(LastChunk, 1000);
        files.Delete("immutable/00000.secondary");
        int operations = files.Operations;
        _ = Read(files);
        Assert.Equal(operations, files.Operations);
    }

    [VectorTheory]
    [InlineData(0)]
    [InlineData(9)]
    public void Preview_is_read_without_findings(int epoch)
    {
        using PreviewChain chain = PreviewChain.Extract(epoch);
        InspectedDatabase database = InspectedDatabase.Open(chain.Root);
        Assert.Equal(PreviewChain.SlotsPerChunk, database.DeriveSlotsPerChunk());
        (List<Point> points, List<StorageFinding> findings) = Read(
            database.Files, PreviewChain.Parser, PreviewChain.SlotsPerChunk, Point.Origin);
        Assert.Empty(findings);
        int expected = PreviewChain.Index().Values
            .Where(row => int.Parse(row["chunk"], null) / 20 == epoch).Sum(row => int.Parse(row["blocks"], null));
        Assert.Equal(expected, points.Count);
    }

    [VectorFact]
    public void Folder_of_chunks_alone_is_a_database_too()
    {
        InspectedDatabase database = InspectedDatabase.Open(VectorFiles.PathOf("chain-fragments/mithril-devnet"));
        Assert.True(database.HasOnlyChunks);
        Assert.Equal(100ul, database.DeriveSlotsPerChunk());
        (List<Point> points, List<StorageFinding> findings) = Read(
            database.Files, new StoredBlockParser(100, null), 100, Point.Origin);
        Assert.Empty(findings);
        Assert.Equal(400, points.Count);
    }

    [VectorFact]
    public void Truncated_real_chunk_is_a_torn_tail_behind_its_five_whole_blocks()
    {
        SimulatedFileSystem files = new(1);
        foreach (string ending in new[] { "chunk", "primary", "secondary" })
            files.Place($"immutable/02019.{ending}", VectorFiles.ReadBytes($"chain-fragments/02019.{ending}"));
        (List<Point> points, List<StorageFinding> findings) = Read(
            files, new StoredBlockParser(21_600, null), 21_600, Point.Origin);
        Assert.Equal(5, points.Count);
        Assert.Equal(10, Assert.IsType<StorageFinding.TornTail>(Assert.Single(findings)).BlocksLost);
    }

    private static (List<Point> Points, List<StorageFinding> Findings) Read(SimulatedFileSystem files, Point after = default) =>
        Read(files, TestBlocks.Parser, SlotsPerChunk, after);

    private static (List<Point> Points, List<StorageFinding> Findings) Read(
        IFileSystem files, IBlockParser parser, ulong slotsPerChunk, Point after)
    {
        List<Point> points = [];
        List<StorageFinding> findings = [];
        DecodedBlockCheck check = new(files, parser, slotsPerChunk);
        using ChunkReader reader = ChunkReader.Open(files, parser, slotsPerChunk, after);
        while (reader.ReadNext() is StoredWindow window)
        {
            findings.AddRange(window.Findings);
            foreach (StoredWindow.Entry entry in window.Blocks)
            {
                Ledger.Types.Block block = Ledger.Types.Block.Decode(window.BytesOf(entry));
                if (check.Check(window, entry, block) is StorageFinding finding)
                    findings.Add(finding);
                points.Add(block.Point);
            }
        }
        Assert.True(reader.ReadBytes <= reader.TotalBytes);
        return (points, findings);
    }

    /// <summary>The blocks that a node keeps when it opens the database, repairing it.</summary>
    private static List<Point> AsANodeKeeps(SimulatedFileSystem files)
    {
        using ImmutableDatabase database = ImmutableDatabase.Open(
            files, TestBlocks.Parser, new ImmutableDbOptions(SlotsPerChunk, ImmutableValidation.AllChunks));
        return [.. database.TryStreamAfter(Point.Origin)!.Select(block => block.Point)];
    }

    private static SimulatedFileSystem Written()
    {
        SimulatedFileSystem files = new(1);
        using ImmutableDatabase database = ImmutableDatabase.Open(
            files, TestBlocks.Parser, new ImmutableDbOptions(SlotsPerChunk));
        foreach (TestBlock block in Blocks)
            database.Append(block.Summary, block.Bytes);
        return files;
    }
}
