using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.ChainDb;
using PoolTopology.Storage.Files;
using Xunit;

namespace PoolTopology.Storage.Tests.ChainDb;

/// <summary>Readers on other threads while the owner adds, switches, copies and collects, on the real disk.</summary>
public sealed class ChainConcurrencyTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("pooltopology-threads-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Readers_on_other_threads_always_see_a_whole_chain()
    {
        FakeRules rules = new(10);
        ChainDbOptions options = new()
        {
            VolatileBlocksPerFile = 5,
            Durability = WriteDurability.Relaxed,
            Prover = rules,
        };
        using ChainDatabase database = ChainDatabase.Open(
            options, new DiskFileSystem(_root), rules, TestBlocks.Parser, 100, new NetworkMagic(1));
        using CancellationTokenSource ended = new();
        Task[] readers =
        [
            Task.Run(() => Follow(database, ended.Token)),
            Task.Run(() => Follow(database, ended.Token)),
            Task.Run(() => ReadBlocks(database, ended.Token)),
            Task.Run(() => ReadRanges(database, ended.Token)),
        ];
        TestBlock? tip = null;
        for (int i = 0; i < 250; i++)
        {
            // Every few blocks a fork of one block, then a longer one that replaces it.
            if (i % 7 == 3)
                database.AddBlock(TestBlocks.After(tip, 50_000 + i).Bytes);
            tip = TestBlocks.After(tip, i, gap: 3);
            database.AddBlock(tip.Bytes);
        }
        await ended.CancelAsync();
        await Task.WhenAll(readers);
        Assert.True(database.Tip.BlockNo.Value >= 248);
    }

    private static async Task Follow(ChainDatabase database, CancellationToken ended)
    {
        using ChainFollower follower = database.TryFollow(Point.Origin)!;
        List<Point> told = [];
        while (!ended.IsCancellationRequested)
        {
            switch (follower.Next())
            {
                case FollowerInstruction.RollForward forward:
                    told.Add(forward.Header.Point);
                    break;
                case FollowerInstruction.RollBackward { Point.IsOrigin: true }:
                    told.Clear();
                    break;
                case FollowerInstruction.RollBackward backward:
                    int at = told.IndexOf(backward.Point);
                    Assert.True(at >= 0);
                    told.RemoveRange(at + 1, told.Count - at - 1);
                    break;
                default:
                    try
                    {
                        await follower.WaitForChangeAsync(ended);
                    }
                    catch (OperationCanceledException)
                    {
                        // The test has ended.
                    }
                    break;
            }
        }
    }

    private static void ReadBlocks(ChainDatabase database, CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            foreach (Point point in database.RecentPoints().Where(p => p.IsBlock))
            {
                // A block that is gone was rolled back and collected since it was named.
                if (database.TryReadBlock(point) is ReadOnlyMemory<byte> bytes)
                    Assert.Equal(point, TestBlocks.Parser.Parse(bytes.Span).Point);
                else
                    Assert.False(database.IsOnChain(point));
            }
        }
    }

    private static void ReadRanges(ChainDatabase database, CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            IReadOnlyList<Point> recent = database.RecentPoints();
            if (recent.Count < 3 || database.TryStreamRange(recent[^2], recent[0]) is not { } range)
                continue;
            Hash32? previous = null;
            try
            {
                foreach (ReadOnlyMemory<byte> bytes in range)
                {
                    Hash32? parent = TestBlocks.Parser.Parse(bytes.Span).PrevHash;
                    Assert.True(previous is null || parent == previous);
                    previous = TestBlocks.Parser.Parse(bytes.Span).Hash;
                }
            }
            catch (StorageException e)
            {
                // The end of the range was rolled back and collected while it was read.
                Assert.Equal(StorageFault.Missing, e.Fault);
            }
        }
    }
}
