using PoolTopology.Consensus.ChainSelection;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.ChainDb;
using PoolTopology.Storage.Files;
using PoolTopology.TestKit.Files;
using Xunit;

namespace PoolTopology.Storage.Tests.ChainDb;

/// <summary>Random trees of blocks in random order, with crashes, against rules that any correct chain keeps.</summary>
public sealed class ChainModelTests
{
    private const int CommandsPerRun = 120;

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Commands_and_crashes_keep_the_best_valid_chain(int seed)
    {
        using Run run = new(seed);
        for (int command = 0; command < CommandsPerRun; command++)
            run.Step();
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 200)];

    private sealed class Run : IDisposable
    {
        private readonly Random _random;
        private readonly ChainHarness _chain;
        private readonly Dictionary<Hash32, TestBlock> _made = [];
        private readonly List<TestBlock> _all = [];
        private readonly List<TestBlock> _withheld = [];
        private readonly HashSet<Hash32> _stored = []; // accepted by the database since it was opened
        private readonly List<Point> _followed = []; // what the follower was told
        private List<Point> _immutable = []; // must stay a prefix of the chain for ever
        private ChainFollower _follower;

        public Run(int seed)
        {
            _random = new Random(seed);
            _chain = new ChainHarness(seed, new ChainDbOptions
            {
                VolatileBlocksPerFile = 3 + (seed % 5),
                // Half of the runs restart from snapshots.
                SnapshotEveryBlocks = seed % 2 == 0 ? 0 : 2 + (seed % 11),
            });
            _follower = _chain.Database.TryFollow(Point.Origin)!;
        }

        public void Dispose()
        {
            // Nothing to give back but memory: simulated files hold nothing of the machine's.
            _follower.Dispose();
        }

        public void Step()
        {
            Tip before = _chain.Database.Tip;
            try
            {
                int command = _random.Next(30);
                // Opening needs some space, too: it is started when there is some again.
                if (command <= 2)
                    _chain.Files.CapacityBytes = long.MaxValue;
                switch (command)
                {
                    case 0:
                        _chain.Reopen();
                        CheckAfterRestart(before);
                        break;
                    case 1:
                        _chain.Kill();
                        CheckAfterRestart(before);
                        break;
                    case 2:
                        _chain.Crash();
                        CheckAfterRestart(before, isPowerLoss: true);
                        break;
                    case 3:
                        _chain.Files.CrashAfter(_random.Next(15));
                        break;
                    case 4:
                        _chain.Files.CapacityBytes = _chain.Files.UsedBytes + _random.Next(3000);
                        break;
                    case 5 when _withheld.Count > 0:
                        Offer(_withheld[_random.Next(_withheld.Count)]);
                        break;
                    case 6 when _all.Count > 0:
                        Offer(_all[_random.Next(_all.Count)]);
                        break;
                    case 7 or 8:
                        _withheld.Add(MakeBlock());
                        break;
                    default:
                        Offer(MakeBlock());
                        break;
                }
                CheckChain();
            }
            catch (SimulatedCrashException)
            {
                _chain.Files.CapacityBytes = long.MaxValue;
                _chain.Crash();
                CheckAfterRestart(before, isPowerLoss: true);
            }
            catch (StorageException e) when (e.Fault is StorageFault.DiskFull or StorageFault.ClosedAfterFailure)
            {
                _chain.Files.CapacityBytes = long.MaxValue;
                // The block may have been stored before the disk was full.
                FindStored();
                if (e.Fault == StorageFault.ClosedAfterFailure || _random.Next(2) == 0)
                {
                    _chain.Kill();
                    CheckAfterRestart(before);
                }
            }
        }

        private TestBlock MakeBlock()
        {
            // Mostly on the newest blocks, sometimes far back; mostly valid.
            TestBlock? parent = _all.Count == 0 || _random.Next(25) == 0
                ? null
                : _all[Math.Max(0, _all.Count - 1 - (int)Math.Pow(_random.NextDouble() * 4, 2))];
            TestBlock block = TestBlocks.After(
                parent, _random.Next(), gap: (ulong)_random.Next(1, 9), isValid: _random.Next(12) != 0);
            _all.Add(block);
            _made[block.Summary.Hash] = block;
            return block;
        }

        private void Offer(TestBlock block)
        {
            Tip tip = _chain.Database.Tip;
            Tip immutableTip = _chain.Database.ImmutableTip;
            BlockHeader? header = _chain.Database.TipHeader;
            AddBlockResult result = _chain.Add(block);
            _withheld.Remove(block);
            switch (result)
            {
                case AddBlockResult.Adopted adopted:
                    _stored.Add(block.Summary.Hash);
                    Assert.Equal((tip, _chain.Database.Tip), (adopted.OldTip, adopted.NewTip));
                    Assert.True(ChainOrder.Prefers(header, _chain.Database.TipHeader!));
                    Assert.True(adopted.RolledBack.Count <= ChainHarness.SecurityParameter);
                    Assert.True(_chain.Database.IsOnChain(block.Point));
                    break;
                case AddBlockResult.Stored:
                    _stored.Add(block.Summary.Hash);
                    Assert.Equal(tip, _chain.Database.Tip);
                    break;
                case AddBlockResult.AlreadyHave:
                    Assert.True(_stored.Contains(block.Summary.Hash) || _chain.Database.IsOnChain(block.Point));
                    break;
                case AddBlockResult.TooOld:
                    Assert.True(block.Summary.BlockNo <= immutableTip.BlockNo || block.Summary.Slot <= immutableTip.Point.Slot);
                    break;
                case AddBlockResult.Refused refused:
                    Assert.True(HasInvalidAncestry(block));
                    Assert.False(IsValid(_made[refused.Culprit.Hash]));
                    break;
                default:
                    Assert.Fail($"unexpected {result}");
                    break;
            }
        }

        private void CheckChain()
        {
            List<Point> chain = _chain.ChainPoints();
            Hash32? previous = null;
            foreach (Point point in chain)
            {
                TestBlock block = _made[point.Hash];
                Assert.Equal(previous, block.Summary.PrevHash);
                Assert.True(IsValid(block));
                Assert.True(_chain.Database.TryReadBlock(point)!.Value.Span.SequenceEqual(block.Bytes));
                previous = point.Hash;
            }
            Assert.Equal(_immutable, chain.Take(_immutable.Count));
            Tip immutableTip = _chain.Database.ImmutableTip;
            _immutable = immutableTip.IsGenesis ? [] : chain[..((int)immutableTip.BlockNo.Value + 1)];
            Assert.Equal(LongestThroughStored(immutableTip), chain.Count);
            // Mostly the follower sleeps, and must find its way from wherever it was.
            if (_random.Next(4) != 0)
                return;
            Follow();
            Assert.Equal(chain, _followed);
        }

        /// <summary>The length of the longest valid chain of stored blocks that goes through the immutable tip.</summary>
        private int LongestThroughStored(Tip immutableTip)
        {
            int longest = immutableTip.IsGenesis ? 0 : (int)immutableTip.BlockNo.Value + 1;
            HashSet<Hash32> reached = immutableTip.IsGenesis ? [] : [immutableTip.Point.Hash];
            // Parents are made before their children.
            foreach (TestBlock block in _all)
            {
                bool follows = block.Summary.PrevHash is Hash32 parent ? reached.Contains(parent) : immutableTip.IsGenesis;
                if (!follows || !IsValid(block) || !_stored.Contains(block.Summary.Hash))
                    continue;
                reached.Add(block.Summary.Hash);
                longest = Math.Max(longest, (int)block.Summary.BlockNo.Value + 1);
            }
            return longest;
        }

        private void FindStored()
        {
            _stored.Clear();
            foreach (TestBlock block in _all.Where(b => _chain.Database.TryReadBlock(b.Point) is not null))
                _stored.Add(block.Summary.Hash);
        }

        private void CheckAfterRestart(Tip before, bool isPowerLoss = false)
        {
            // What was adopted is durable; of several chains of its length another one may be chosen now.
            Assert.True(_chain.Database.Tip.BlockNo >= before.BlockNo);
            if (!before.IsGenesis)
                Assert.NotNull(_chain.Database.TryReadBlock(before.Point));
            FindStored();
            // A power loss may take back what was copied to the immutable chain since its last flush. The blocks are
            // still there, and chains as good as ours that part below them count again.
            int kept = _chain.Database.Report.ImmutableTip.IsGenesis
                ? 0
                : (int)_chain.Database.Report.ImmutableTip.BlockNo.Value + 1;
            if (isPowerLoss && kept < _immutable.Count)
                _immutable.RemoveRange(kept, _immutable.Count - kept);
            _follower = _chain.Database.TryFollow(Point.Origin)!;
            _followed.Clear();
            CheckChain();
        }

        private void Follow()
        {
            while (_follower.Next() is FollowerInstruction next)
            {
                if (next is FollowerInstruction.RollForward forward)
                    _followed.Add(forward.Header.Point);
                else if (next is FollowerInstruction.RollBackward backward)
                    _followed.RemoveRange(_followed.IndexOf(backward.Point) + 1, _followed.Count - _followed.IndexOf(backward.Point) - 1);
            }
        }

        private bool HasInvalidAncestry(TestBlock block)
        {
            for (TestBlock? at = block; at is not null; at = at.Summary.PrevHash is Hash32 h ? _made[h] : null)
            {
                if (!IsValid(at))
                    return true;
            }
            return false;
        }

        private static bool IsValid(TestBlock block) =>
            Block.Decode(block.Bytes).Header.OperationalCertificate.Counter != TestBlocks.InvalidCounter;
    }
}
