using PoolTopology.Consensus.ChainSelection;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.ChainDb;
using Xunit;

namespace PoolTopology.Storage.Tests.ChainDb;

/// <summary>A ChainDB as one would write it without files, speed or crashes: a set of blocks and a list.</summary>
/// <remarks>
/// It says what may come of a block. Where several chains are as good, the database chooses and the model follows.
/// Validity is the test's own knowledge, which the database only gains by validating: a block behind an invalid one may
/// be refused or merely stored, but never adopted.
/// </remarks>
internal sealed class ChainModel(int securityParameter)
{
    private readonly Dictionary<Hash32, TestBlock> _made = [];
    private readonly Dictionary<Hash32, TestBlock> _stored = [];

    /// <summary>The current chain, oldest block first.</summary>
    public List<TestBlock> Chain { get; private set; } = [];

    /// <summary>How many of its blocks no rollback reaches.</summary>
    public int ImmutableCount { get; private set; }

    /// <summary>The chain's points.</summary>
    public IEnumerable<Point> Points => Chain.Select(block => block.Point);

    private BlockHeader? TipHeader => Chain.Count == 0 ? null : HeaderOf(Chain[^1]);

    /// <summary>A block that may be offered at some time.</summary>
    public void Know(TestBlock block) => _made[block.Summary.Hash] = block;

    /// <summary>The block.</summary>
    public TestBlock BlockOf(Hash32 hash) => _made[hash];

    /// <summary>Follows an offered block, and checks that what came of it may come of it.</summary>
    public void Offered(TestBlock block, AddBlockResult result)
    {
        switch (result)
        {
            case AddBlockResult.AlreadyHave:
                Assert.True(Chain.Contains(block) || _stored.ContainsKey(block.Summary.Hash));
                break;
            case AddBlockResult.TooOld:
                Assert.True(ImmutableCount > 0 && !Chain.Contains(block));
                TestBlock immutable = Chain[ImmutableCount - 1];
                Assert.True(
                    block.Summary.BlockNo <= immutable.Summary.BlockNo || block.Summary.Slot <= immutable.Summary.Slot);
                break;
            case AddBlockResult.Refused refused:
                Assert.True(HasInvalidAncestry(block));
                Assert.False(IsValid(_made[refused.Culprit.Hash]));
                // It may have been stored before its ancestor turned out to be invalid.
                break;
            case AddBlockResult.Stored:
                _stored[block.Summary.Hash] = block;
                Assert.DoesNotContain(CandidatesThrough(block), IsPreferred);
                break;
            case AddBlockResult.Adopted adopted:
                _stored[block.Summary.Hash] = block;
                FollowTo(block, adopted);
                break;
            default:
                Assert.Fail($"unexpected {result}");
                break;
        }
    }

    /// <summary>Follows the database through a restart.</summary>
    /// <param name="isStored">Says which blocks it still has.</param>
    /// <param name="immutableCount">How many blocks its immutable part had when it was opened.</param>
    /// <param name="chain">Its chain now.</param>
    /// <param name="isPowerLoss">What was not flushed may be gone.</param>
    public void Restarted(Func<Point, bool> isStored, int immutableCount, IReadOnlyList<Point> chain, bool isPowerLoss)
    {
        Assert.True(immutableCount >= ImmutableCount || isPowerLoss);
        // What was adopted is durable, if not as immutable yet: the copy may be lost while the block is still there. Then
        // a chain as good as ours that parts below it counts again, and what it makes immutable makes ours garbage.
        int nowImmutable = Math.Max(immutableCount, chain.Count - securityParameter);
        Slot collected = nowImmutable == 0 ? default : chain[nowImmutable - 1].Slot;
        foreach (TestBlock block in Chain.Where(block => block.Summary.Slot > collected || !isPowerLoss))
            Assert.True(isStored(block.Point), $"{block.Point} is lost");
        int kept = Math.Min(ImmutableCount, immutableCount);
        Assert.Equal(Points.Take(kept), chain.Take(kept));
        int before = Chain.Count;
        Chain = [.. chain.Select(point => _made[point.Hash])];
        ImmutableCount = nowImmutable;
        _stored.Clear();
        foreach (TestBlock block in _made.Values.Where(made => isStored(made.Point)))
            _stored[block.Summary.Hash] = block;
        Assert.True(Chain.Count >= before);
        Assert.All(Chain, block => Assert.True(IsValid(block)));
        Assert.DoesNotContain(CandidatesBehind(immutableCount), candidate => candidate.Count > Chain.Count);
    }

    /// <summary>Follows a failure after which the block may or may not be stored, and the chain is as before or longer.</summary>
    /// <param name="isStored">Says which blocks there are.</param>
    /// <param name="immutableCount">How many blocks could be made immutable: all that must be, or fewer.</param>
    /// <param name="chain">The chain now.</param>
    public void Failed(Func<Point, bool> isStored, int immutableCount, IReadOnlyList<Point> chain)
    {
        foreach (TestBlock block in _made.Values.Where(made => isStored(made.Point)))
            _stored[block.Summary.Hash] = block;
        Assert.True(chain.Count >= Chain.Count);
        Assert.Equal(Points.Take(ImmutableCount), chain.Take(ImmutableCount));
        Chain = [.. chain.Select(point => _made[point.Hash])];
        Assert.InRange(immutableCount, ImmutableCount, Math.Max(ImmutableCount, Chain.Count - securityParameter));
        ImmutableCount = immutableCount;
    }

    private void FollowTo(TestBlock block, AddBlockResult.Adopted adopted)
    {
        Assert.Equal(Chain.Count == 0 ? Tip.Genesis : Chain[^1].Summary.Tip, adopted.OldTip);
        List<List<TestBlock>> candidates = [.. CandidatesThrough(block).Where(IsPreferred)];
        List<TestBlock>? chosen = candidates.Find(candidate => candidate[^1].Summary.Tip == adopted.NewTip);
        Assert.NotNull(chosen);
        Assert.Equal(candidates.Max(candidate => candidate.Count), chosen.Count);
        int common = Chain.Zip(chosen).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.True(Chain.Count - common <= securityParameter);
        Assert.Equal(Chain.Skip(common).Select(gone => gone.Point), adopted.RolledBack);
        Assert.Equal(chosen.Skip(common).Select(added => added.Point), adopted.Added.Select(header => header.Point));
        Chain = chosen;
        ImmutableCount = Math.Max(ImmutableCount, Chain.Count - securityParameter);
    }

    private bool IsPreferred(List<TestBlock> candidate) => ChainOrder.Prefers(TipHeader, HeaderOf(candidate[^1]));

    private IEnumerable<List<TestBlock>> CandidatesThrough(TestBlock block) =>
        CandidatesBehind(ImmutableCount).Where(candidate => candidate.Contains(block));

    /// <summary>Every longest chain of valid stored blocks that leaves ours behind its first blocks.</summary>
    private List<List<TestBlock>> CandidatesBehind(int count)
    {
        List<List<TestBlock>> found = [];
        Extend([.. Chain.Take(count)], found);
        // No deeper than a rollback reaches, which matters where more than k blocks are not immutable yet.
        found.RemoveAll(candidate =>
            Chain.Zip(candidate).TakeWhile(pair => pair.First == pair.Second).Count() < Chain.Count - securityParameter);
        return found;
    }

    private void Extend(List<TestBlock> chain, List<List<TestBlock>> found)
    {
        Hash32? tip = chain.Count == 0 ? null : chain[^1].Summary.Hash;
        List<TestBlock> next = [.. _stored.Values
            .Concat(Chain.Skip(ImmutableCount))
            .Distinct()
            .Where(block => block.Summary.PrevHash == tip && IsValid(block))];
        if (next.Count == 0 && chain.Count > 0)
            found.Add(chain);
        foreach (TestBlock block in next)
            Extend([.. chain, block], found);
    }

    private bool HasInvalidAncestry(TestBlock block)
    {
        for (TestBlock? at = block; at is not null; at = at.Summary.PrevHash is Hash32 parent ? _made[parent] : null)
        {
            if (!IsValid(at))
                return true;
        }
        return false;
    }

    private static bool IsValid(TestBlock block) => HeaderOf(block).OperationalCertificate.Counter
        is not (TestBlocks.InvalidCounter or TestBlocks.UnprovableCounter);

    private static BlockHeader HeaderOf(TestBlock block) => Block.Decode(block.Bytes).Header;
}
