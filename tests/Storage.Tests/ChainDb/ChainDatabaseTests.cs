using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.ChainDb;
using Xunit;

namespace PoolTopology.Storage.Tests.ChainDb;

public sealed class ChainDatabaseTests : IDisposable
{
    private const int K = ChainHarness.SecurityParameter;

    private readonly ChainHarness _chain = new();

    public void Dispose() => _chain.Dispose();

    [Fact]
    public void AddBlock_of_blocks_in_order_adopts_each_and_moves_the_old_ones_to_the_immutable_chain()
    {
        List<TestBlock> blocks = TestBlocks.Chain(40, 1);
        Assert.True(_chain.Database.Tip.IsGenesis);
        for (int i = 0; i < blocks.Count; i++)
        {
            AddBlockResult.Adopted adopted = Assert.IsType<AddBlockResult.Adopted>(_chain.Add(blocks[i]));
            Assert.Equal(i == 0 ? Tip.Genesis : blocks[i - 1].Summary.Tip, adopted.OldTip);
            Assert.Equal(blocks[i].Summary.Tip, adopted.NewTip);
            Assert.Empty(adopted.RolledBack);
            Assert.Equal([blocks[i].Point], adopted.Added.Select(h => h.Point));
            Assert.Equal(blocks[i].Summary.Tip, _chain.Database.State.Tip);
            Assert.Equal(i < K ? Tip.Genesis : blocks[i - K].Summary.Tip, _chain.Database.ImmutableTip);
        }
        Assert.Equal(blocks.Select(b => b.Point), _chain.ChainPoints());
        foreach (TestBlock block in blocks)
        {
            Assert.True(_chain.Database.IsOnChain(block.Point));
            Assert.True(_chain.Database.TryReadBlock(block.Point)!.Value.Span.SequenceEqual(block.Bytes));
            Assert.IsType<AddBlockResult.AlreadyHave>(_chain.Add(block));
        }
        // Four blocks a file: the files of blocks that became immutable are gone.
        Assert.InRange(_chain.Files.Paths.Count(p => p.StartsWith("volatile/", StringComparison.Ordinal)), 1, 3);
    }

    [Fact]
    public void AddBlock_before_its_parent_is_stored_and_adopted_with_it()
    {
        List<TestBlock> blocks = TestBlocks.Chain(4, 1);
        _chain.Adopt(blocks[..1]);
        Assert.Equal(new AddBlockResult.Stored(StoredReason.ParentMissing), _chain.Add(blocks[3]));
        Assert.Equal(new AddBlockResult.Stored(StoredReason.ParentMissing), _chain.Add(blocks[2]));
        Assert.IsType<AddBlockResult.AlreadyHave>(_chain.Add(blocks[3]));
        AddBlockResult.Adopted adopted = Assert.IsType<AddBlockResult.Adopted>(_chain.Add(blocks[1]));
        Assert.Equal(blocks[1..].Select(b => b.Point), adopted.Added.Select(h => h.Point));
        Assert.Equal(blocks[3].Summary.Tip, _chain.Database.Tip);
    }

    [Fact]
    public void AddBlock_that_makes_a_fork_longer_switches_to_it()
    {
        List<TestBlock> ours = TestBlocks.Chain(6, 1);
        _chain.Adopt(ours);
        List<TestBlock> theirs = TestBlocks.Chain(4, 2, from: ours[2]);
        Assert.IsType<AddBlockResult.Stored>(_chain.Add(theirs[0]));
        Assert.IsType<AddBlockResult.Stored>(_chain.Add(theirs[1]));
        Assert.False(_chain.Database.IsOnChain(theirs[1].Point));
        Assert.NotNull(_chain.Database.TryReadBlock(theirs[1].Point));
        _chain.Add(theirs[2]); // equally long: the VRF values decide
        _chain.Add(theirs[3]);
        Assert.Equal(theirs[3].Summary.Tip, _chain.Database.Tip);
        Assert.Equal(ours[..3].Concat(theirs).Select(b => b.Point), _chain.ChainPoints());
        Assert.False(_chain.Database.IsOnChain(ours[5].Point));
    }

    [Fact]
    public void AddBlock_that_switches_names_what_was_rolled_back_and_added()
    {
        List<TestBlock> ours = TestBlocks.Chain(4, 1);
        List<TestBlock> theirs = TestBlocks.Chain(3, 2, from: ours[1]);
        _chain.Adopt(ours);
        _chain.Add(theirs[2]);
        _chain.Add(theirs[1]);
        AddBlockResult.Adopted adopted = Assert.IsType<AddBlockResult.Adopted>(_chain.Add(theirs[0]));
        Assert.Equal((ours[3].Summary.Tip, theirs[2].Summary.Tip), (adopted.OldTip, adopted.NewTip));
        Assert.Equal([ours[2].Point, ours[3].Point], adopted.RolledBack);
        Assert.Equal(theirs.Select(b => b.Point), adopted.Added.Select(h => h.Point));
    }

    [Fact]
    public void AddBlock_on_a_fork_from_exactly_k_blocks_back_can_be_adopted_and_one_deeper_cannot()
    {
        List<TestBlock> ours = TestBlocks.Chain(12, 1);
        _chain.Adopt(ours);
        List<TestBlock> tooDeep = TestBlocks.Chain(K + 3, 2, from: ours[^(K + 2)]);
        Assert.Equal(new AddBlockResult.TooOld(ours[^(K + 1)].Summary.Tip), _chain.Add(tooDeep[0]));
        foreach (TestBlock block in tooDeep[1..])
            Assert.Equal(new AddBlockResult.Stored(StoredReason.ParentMissing), _chain.Add(block));
        List<TestBlock> deepest = TestBlocks.Chain(K + 1, 3, from: ours[^(K + 1)]);
        foreach (TestBlock block in deepest)
            _chain.Add(block);
        Assert.Equal(deepest[^1].Summary.Tip, _chain.Database.Tip);
    }

    [Fact]
    public void AddBlock_that_is_invalid_is_refused_with_its_error_and_costs_no_disk()
    {
        List<TestBlock> blocks = TestBlocks.Chain(2, 1);
        _chain.Adopt(blocks);
        TestBlock invalid = TestBlocks.After(blocks[1], 7, isValid: false);
        TestBlock child = TestBlocks.After(invalid, 8);
        TestBlock grandchild = TestBlocks.After(child, 9);
        long used = _chain.Files.UsedBytes;
        AddBlockResult.Refused expected = new(FakeRules.Invalid, invalid.Point);
        Assert.Equal(expected, _chain.Add(invalid));
        int validations = _chain.Rules.Validations;
        Assert.Equal(expected, _chain.Add(invalid));
        Assert.Equal(expected, _chain.Add(child));
        Assert.Equal(expected, _chain.Add(grandchild));
        Assert.Equal(validations, _chain.Rules.Validations);
        Assert.Equal(used, _chain.Files.UsedBytes);
        Assert.Equal(blocks[1].Summary.Tip, _chain.Database.Tip);
    }

    [Fact]
    public void AddBlock_that_connects_a_chain_with_an_invalid_block_adopts_the_part_before_it()
    {
        TestBlock root = TestBlocks.After(null, 1);
        TestBlock first = TestBlocks.After(root, 2);
        TestBlock second = TestBlocks.After(first, 3);
        TestBlock invalid = TestBlocks.After(second, 4, isValid: false);
        TestBlock last = TestBlocks.After(invalid, 5);
        _chain.Adopt([root]);
        foreach (TestBlock block in new[] { last, invalid, second })
            Assert.IsType<AddBlockResult.Stored>(_chain.Add(block));
        AddBlockResult.Adopted adopted = Assert.IsType<AddBlockResult.Adopted>(_chain.Add(first));
        Assert.Equal(second.Summary.Tip, adopted.NewTip);
        Assert.IsType<AddBlockResult.Refused>(_chain.Add(TestBlocks.After(last, 6)));
        Assert.IsType<AddBlockResult.Refused>(_chain.Add(last));
    }

    [Fact]
    public void AddBlock_never_switches_to_an_invalid_fork_and_keeps_its_own_chain()
    {
        List<TestBlock> ours = TestBlocks.Chain(3, 1);
        _chain.Adopt(ours);
        TestBlock fork1 = TestBlocks.After(ours[0], 2);
        TestBlock fork2 = TestBlocks.After(fork1, 3, isValid: false);
        TestBlock fork3 = TestBlocks.After(fork2, 4);
        TestBlock fork4 = TestBlocks.After(fork3, 5);
        foreach (TestBlock block in new[] { fork4, fork3, fork2 })
            Assert.IsType<AddBlockResult.Stored>(_chain.Add(block));
        Assert.Equal(new AddBlockResult.Stored(StoredReason.NotPreferred), _chain.Add(fork1));
        Assert.Equal(ours[2].Summary.Tip, _chain.Database.Tip);
        Assert.Equal(new AddBlockResult.Refused(FakeRules.Invalid, fork2.Point), _chain.Add(fork2));
    }

    [Fact]
    public void AddBlock_of_bytes_that_are_no_block_throws_and_changes_nothing()
    {
        byte[] bytes = TestBlocks.After(null, 1).Bytes;
        for (int size = 0; size < bytes.Length; size += 11)
            Assert.Throws<CborException>(() => _chain.Database.AddBlock(bytes.AsMemory(0, size)));
        Assert.Throws<CborException>(() => _chain.Database.AddBlock(bytes.Append((byte)0).ToArray()));
        Assert.True(_chain.Database.Tip.IsGenesis);
    }

    [Fact]
    public void AddBlock_off_the_chain_is_turned_away_when_there_is_no_room_and_our_own_chain_goes_on()
    {
        using ChainHarness chain = new(options: new ChainDbOptions { OffChainBlocksMax = 3 });
        List<TestBlock> ours = TestBlocks.Chain(4, 1);
        chain.Adopt(ours[..3]);
        for (int i = 0; i < 3; i++)
            Assert.IsType<AddBlockResult.Stored>(chain.Add(TestBlocks.After(ours[0], 100 + i)));
        Assert.Equal(new AddBlockResult.NoRoom(3), chain.Add(TestBlocks.After(ours[0], 200)));
        Assert.IsType<AddBlockResult.Adopted>(chain.Add(ours[3]));
    }

    [Fact]
    public void HeaderStateAt_reaches_the_last_k_blocks_and_the_immutable_tip()
    {
        List<TestBlock> blocks = TestBlocks.Chain(12, 1);
        _chain.Adopt(blocks);
        for (int i = 0; i < blocks.Count; i++)
        {
            Assert.Equal(
                i >= blocks.Count - K - 1 ? blocks[i].Summary.Tip : null,
                _chain.Database.HeaderStateAt(blocks[i].Point)?.Tip);
        }
        Assert.Null(_chain.Database.HeaderStateAt(Point.Origin));
    }

    [Fact]
    public void FindIntersection_returns_the_first_point_that_is_on_the_chain()
    {
        List<TestBlock> blocks = TestBlocks.Chain(12, 1);
        _chain.Adopt(blocks);
        TestBlock fork = TestBlocks.After(blocks[9], 77);
        _chain.Add(fork);
        Assert.Equal(blocks[3].Point, _chain.Database.FindIntersection([fork.Point, blocks[3].Point, blocks[8].Point]));
        Assert.Equal(Point.Origin, _chain.Database.FindIntersection([fork.Point, Point.Origin]));
        Assert.Null(_chain.Database.FindIntersection([fork.Point, new Point(blocks[3].Summary.Slot, default)]));
        Assert.All(_chain.Database.RecentPoints(), point => Assert.True(_chain.Database.IsOnChain(point)));
        Assert.Equal(blocks[^1].Point, _chain.Database.RecentPoints()[0]);
    }

    [Fact]
    public void TryStreamRange_reads_any_range_of_the_chain_byte_for_byte()
    {
        List<TestBlock> blocks = TestBlocks.Chain(14, 1);
        _chain.Adopt(blocks);
        for (int from = 0; from < blocks.Count; from++)
        {
            for (int through = from; through < blocks.Count; through++)
            {
                IEnumerable<ReadOnlyMemory<byte>>? range =
                    _chain.Database.TryStreamRange(blocks[from].Point, blocks[through].Point);
                Assert.Equal(blocks[from..(through + 1)].Select(b => b.Bytes), range!.Select(bytes => bytes.ToArray()));
            }
        }
        Assert.Null(_chain.Database.TryStreamRange(blocks[3].Point, blocks[2].Point));
        Assert.Null(_chain.Database.TryStreamRange(Point.Origin, blocks[2].Point));
        Assert.Null(_chain.Database.TryStreamRange(blocks[2].Point, TestBlocks.After(blocks[3], 9).Point));
    }

    [Fact]
    public void TryStreamRange_goes_on_while_its_blocks_become_immutable()
    {
        List<TestBlock> blocks = TestBlocks.Chain(30, 1);
        _chain.Adopt(blocks[..8]);
        using IEnumerator<ReadOnlyMemory<byte>> range =
            _chain.Database.TryStreamRange(blocks[0].Point, blocks[7].Point)!.GetEnumerator();
        Assert.True(range.MoveNext());
        _chain.Adopt(blocks[8..]);
        for (int i = 1; i < 8; i++)
        {
            Assert.True(range.MoveNext());
            Assert.Equal(blocks[i].Bytes, range.Current.ToArray());
        }
        Assert.False(range.MoveNext());
    }

    [Fact]
    public async Task WaitForTipChangeAsync_completes_with_the_new_tip()
    {
        List<TestBlock> blocks = TestBlocks.Chain(2, 1);
        Task<Tip> waiting = _chain.Database.WaitForTipChangeAsync(Tip.Genesis, CancellationToken.None);
        Assert.False(waiting.IsCompleted);
        _chain.Adopt(blocks[..1]);
        Assert.Equal(blocks[0].Summary.Tip, await waiting);
        using CancellationTokenSource cancelled = new();
        Task<Tip> never = _chain.Database.WaitForTipChangeAsync(blocks[0].Summary.Tip, cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => never);
    }
}
