using System.Globalization;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Blocks;
using PoolTopology.Storage.ImmutableDb;
using PoolTopology.TestKit.Files;
using PoolTopology.TestKit.Vectors;
using Xunit;

namespace PoolTopology.Storage.Tests.ImmutableDb;

public sealed class ChainFragmentTests
{
    private const ulong PreprodSlotsPerChunk = 21_600;
    private const ulong DevnetSlotsPerChunk = 100;

    [VectorTheory]
    [InlineData("01285")]
    [InlineData("01836")]
    public void Open_reads_a_real_chunk_and_changes_nothing(string chunk)
    {
        SimulatedFileSystem files = Load("", chunk);
        byte[][] before = [.. files.Paths.Select(files.BytesOf)];
        using ImmutableDatabase database = Open(files, PreprodSlotsPerChunk);
        Assert.Empty(database.Repairs);
        Assert.Equal(before, files.Paths.Select(files.BytesOf));
        AssertMatchesIndex(chunk + ".chunk", database, null);
    }

    [VectorFact]
    public void Open_reads_the_devnet_chunks_as_one_chain()
    {
        SimulatedFileSystem files = Load("mithril-devnet/", "00000", "00001", "00002", "00003");
        using ImmutableDatabase database = Open(files, DevnetSlotsPerChunk, ImmutableValidation.AllChunks);
        Assert.Empty(database.Repairs);
        Assert.Equal(400, database.TryStreamAfter(Point.Origin)!.Count());
        Assert.Equal(399ul, database.Tip.Point.Slot.Value);
    }

    [VectorFact]
    public void Open_of_the_truncated_chunk_keeps_its_five_whole_blocks_and_says_what_it_repaired()
    {
        SimulatedFileSystem files = Load("", "02019");
        using ImmutableDatabase database = Open(files, PreprodSlotsPerChunk);
        Assert.Equal(5, database.TryStreamAfter(Point.Origin)!.Count());
        Assert.Equal(2, database.Repairs.OfType<ImmutableRepair.IndexRebuilt>().Count());
        Assert.Equal(5 * SecondaryIndex.EntrySizeBytes, files.BytesOf("immutable/02019.secondary").Length);
        // The vector's index file counts the 15 blocks that the secondary index lists, five of which are whole.
        AssertMatchesIndex("02019.chunk", database, 5);
    }

    private static SimulatedFileSystem Load(string folder, params string[] chunks)
    {
        SimulatedFileSystem files = new(1);
        foreach (string chunk in chunks)
        {
            foreach (string ending in new[] { "chunk", "primary", "secondary" })
            {
                files.Place(
                    $"immutable/{chunk}.{ending}", VectorFiles.ReadBytes($"chain-fragments/{folder}{chunk}.{ending}"));
            }
        }
        return files;
    }

    private static ImmutableDatabase Open(
        SimulatedFileSystem files, ulong slotsPerChunk, ImmutableValidation validation = ImmutableValidation.LastChunk) =>
        ImmutableDatabase.Open(
            files, new StoredBlockParser(slotsPerChunk, null), new ImmutableDbOptions(slotsPerChunk, validation));

    private static void AssertMatchesIndex(string file, ImmutableDatabase database, int? count)
    {
        string[] row = VectorFiles.ReadText("chain-fragments/index.tsv").Split('\n')
            .Select(line => line.Split('\t')).Single(cells => cells[0] == file);
        List<ImmutableBlock> blocks = [.. database.TryStreamAfter(Point.Origin)!];
        Assert.Equal(count ?? int.Parse(row[1], CultureInfo.InvariantCulture), blocks.Count);
        Assert.Equal($"{row[3]}.{row[5]}", blocks[0].Point.ToString());
        Assert.Equal($"{row[6]}.{row[8]}", blocks[^1].Point.ToString());
        Assert.Equal(row[7], database.Tip.BlockNo.ToString());
    }
}
