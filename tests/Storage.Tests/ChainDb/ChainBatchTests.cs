using PoolTopology.Ledger.Types;
using PoolTopology.Storage.ChainDb;
using PoolTopology.Storage.Files;
using Xunit;

namespace PoolTopology.Storage.Tests.ChainDb;

/// <summary>Blocks that are offered together end as if they had been offered one after the other.</summary>
public sealed class ChainBatchTests
{
    private const int BatchesPerRun = 60;

    [Theory]
    [MemberData(nameof(Seeds))]
    public void AddBlocks_ends_like_AddBlock_one_after_the_other(int seed)
    {
        Random random = new(seed);
        using ChainHarness together = new(seed);
        using ChainHarness single = new(seed);
        List<TestBlock> all = [];
        for (int batch = 0; batch < BatchesPerRun; batch++)
        {
            List<TestBlock> offered = [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => Next(random, all))];
            // Out of order at times: a block may come before the one that it follows.
            if (random.Next(3) == 0)
                random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(offered));
            IReadOnlyList<AddBlockResult> results =
                together.Database.AddBlocks(offered.ConvertAll(block => Block.Decode(block.Bytes)));
            Assert.Equal(offered.Select(block => Word(single.Add(block))), results.Select(Word));
            Assert.Equal(single.ChainPoints(), together.ChainPoints());
            Assert.Equal(single.Database.ImmutableTip, together.Database.ImmutableTip);
        }
        together.Kill();
        single.Kill();
        Assert.Equal(single.Database.Tip, together.Database.Tip);
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Fact]
    public void AddBlocks_blocks_before_one_whose_proofs_do_not_hold_are_adopted()
    {
        using ChainHarness chain = new();
        List<TestBlock> blocks = TestBlocks.Chain(3, seed: 1);
        TestBlock unprovable = TestBlocks.After(blocks[^1], 2, isProvable: false);
        TestBlock child = TestBlocks.After(unprovable, 3);
        IReadOnlyList<AddBlockResult> results = chain.Database.AddBlocks(
            [.. blocks.Append(unprovable).Append(child).Select(block => Block.Decode(block.Bytes))]);
        Assert.All(results.Take(3), result => Assert.IsType<AddBlockResult.Adopted>(result));
        AddBlockResult.Refused refused = new(FakeRules.Unprovable, unprovable.Point);
        Assert.Equal([refused, refused], results.Skip(3));
        Assert.Equal(blocks[^1].Point, chain.Database.Tip.Point);
    }

    [Fact]
    public async Task AddBlocks_one_wait_for_the_device_and_one_change_of_the_chain_for_a_run()
    {
        using ChainHarness chain = new(options: new ChainDbOptions { VolatileBlocksPerFile = 100 });
        chain.Adopt(TestBlocks.Chain(1, seed: 1));
        ChainSnapshot before = chain.Database.Snapshot;
        Task superseded = before.WaitUntilSupersededAsync(default);
        TestBlock tip = TestBlocks.Chain(1, seed: 1)[0];
        List<Block> run = [];
        for (int i = 0; i < 4; i++)
        {
            tip = TestBlocks.After(tip, 10 + i);
            run.Add(Block.Decode(tip.Bytes));
        }
        int flushes = chain.Files.Flushes;
        chain.Database.AddBlocks(run);
        Assert.Equal(flushes + 1, chain.Files.Flushes);
        await superseded; // Its continuation runs on another thread.
        Assert.Equal(tip.Point, chain.Database.Tip.Point);
    }

    [Fact]
    public void AddBlocks_disk_that_fills_in_the_middle_leaves_what_was_stored_on_the_chain()
    {
        using ChainHarness chain = new(options: new ChainDbOptions { VolatileBlocksPerFile = 100 });
        List<TestBlock> blocks = TestBlocks.Chain(6, seed: 4);
        chain.Adopt(blocks.Take(1));
        chain.Files.CapacityBytes = chain.Files.UsedBytes + blocks[1].Bytes.Length + blocks[2].Bytes.Length + 10;
        StorageException full = Assert.Throws<StorageException>(
            () => chain.Database.AddBlocks([.. blocks.Skip(1).Select(block => Block.Decode(block.Bytes))]));
        Assert.Equal(StorageFault.DiskFull, full.Fault);
        Assert.Equal(blocks[2].Point, chain.Database.Tip.Point);
        chain.Files.CapacityBytes = long.MaxValue;
        Assert.All(
            chain.Database.AddBlocks([.. blocks.Skip(3).Select(block => Block.Decode(block.Bytes))]),
            result => Assert.IsType<AddBlockResult.Adopted>(result));
        Assert.Equal(blocks[^1].Point, chain.Database.Tip.Point);
    }

    // Mostly a chain that grows, sometimes a fork, a repetition, or a block that is no good.
    private static TestBlock Next(Random random, List<TestBlock> all)
    {
        if (all.Count > 0 && random.Next(10) == 0)
            return all[random.Next(all.Count)];
        TestBlock? parent = all.Count == 0 ? null : all[Math.Max(0, all.Count - 1 - random.Next(random.Next(8) == 0 ? 6 : 1))];
        TestBlock block = TestBlocks.After(
            parent, random.Next(), gap: (ulong)random.Next(1, 9), isValid: random.Next(25) != 0, isProvable: random.Next(25) != 0);
        all.Add(block);
        return block;
    }

    private static string Word(AddBlockResult result) => result switch
    {
        AddBlockResult.Adopted adopted =>
            $"adopted {adopted.OldTip} {adopted.NewTip} -{adopted.RolledBack.Count} +{string.Join(' ', adopted.Added.Select(h => h.Point))}",
        AddBlockResult.Refused refused => $"refused {refused.Culprit}",
        _ => result.ToString()!,
    };
}
