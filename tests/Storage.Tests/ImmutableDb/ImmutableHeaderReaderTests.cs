using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Blocks;
using PoolTopology.Storage.ImmutableDb;
using PoolTopology.TestKit.Files;
using Xunit;

namespace PoolTopology.Storage.Tests.ImmutableDb;

public sealed class ImmutableHeaderReaderTests
{
    private static readonly ImmutableDbOptions Options = new(SlotsPerChunk: 200);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void TryReadAfter_agrees_with_single_reads_while_the_chain_grows_and_the_reader_jumps(int seed)
    {
        Random random = new(seed);
        using ImmutableDatabase database = ImmutableDatabase.Open(new SimulatedFileSystem(seed), TestBlocks.Parser, Options);
        List<TestBlock> blocks = TestBlocks.Chain(600, seed);
        ImmutableHeaderReader reader = database.OpenHeaders();
        Point at = Point.Origin;
        int appended = 0;
        for (int step = 0; step < 3_000; step++)
        {
            switch (random.Next(20))
            {
                case < 5 when appended < blocks.Count:
                    database.Append(blocks[appended].Summary, blocks[appended].Bytes);
                    appended++;
                    break;
                case 5 when appended > 0:
                    at = random.Next(8) == 0 ? Point.Origin : blocks[random.Next(appended)].Point;
                    break;
                case 6:
                    reader.Forget();
                    break;
                default:
                    StoredHeader? expected = database.TryReadHeaderAfter(at);
                    StoredHeader? found = reader.TryReadAfter(at);
                    Assert.Equal(expected?.Point, found?.Point);
                    if (expected is null)
                        break;
                    Assert.Equal((expected.EraTag, expected.BlockSizeBytes), (found!.EraTag, found.BlockSizeBytes));
                    Assert.True(expected.Bytes.Span.SequenceEqual(found.Bytes.Span));
                    at = found.Point;
                    break;
            }
        }
    }

    [Fact]
    public void TryReadAfter_blocks_larger_than_the_window_are_read_one_header_at_a_time()
    {
        using ImmutableDatabase database = ImmutableDatabase.Open(new SimulatedFileSystem(1), TestBlocks.Parser, Options);
        List<TestBlock> blocks = [];
        for (int i = 0; i < 5; i++)
        {
            Hash32? previous = i == 0 ? null : blocks[^1].Summary.Hash;
            blocks.Add(TestBlocks.Make(previous, (ulong)i, (ulong)i, i, payloadSizeBytes: ImmutableHeaderReader.WindowSizeBytes + 1));
            database.Append(blocks[i].Summary, blocks[i].Bytes);
        }
        ImmutableHeaderReader reader = database.OpenHeaders();
        Point at = Point.Origin;
        foreach (TestBlock block in blocks)
            at = reader.TryReadAfter(at)!.Point;
        Assert.Equal(blocks[^1].Point, at);
        Assert.Null(reader.TryReadAfter(at));
    }
}
