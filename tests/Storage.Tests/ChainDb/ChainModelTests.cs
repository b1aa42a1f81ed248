using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.ChainDb;
using PoolTopology.Storage.Files;
using PoolTopology.TestKit.Files;
using Xunit;

namespace PoolTopology.Storage.Tests.ChainDb;

/// <summary>Random commands, with crashes and full disks, against the store and <see cref="ChainModel"/> in lockstep.</summary>
public sealed class ChainModelTests
{
    private const int CommandsPerRun = 120;

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Commands_and_crashes_keep_the_store_in_step_with_the_model(int seed)
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
        private readonly ChainModel _model = new(ChainHarness.SecurityParameter);
        private readonly List<TestBlock> _all = [];
        private readonly List<TestBlock> _withheld = [];
        private readonly List<Point> _followed = []; // what the follower was told
        private ChainFollower _follower;

        public Run(int seed)
        {
            _random = new Random(seed);
            _chain = new ChainHarness(seed, new ChainDbOptions { VolatileBlocksPerFile = 3 + (seed % 5) });
            _follower = _chain.Database.TryFollow(Point.Origin)!;
        }

        // Nothing to give back but memory: simulated files hold nothing of the machine's.
        public void Dispose() => _follower.Dispose();

        public void Step()
        {
            try
            {
                Command();
                CheckInStep();
            }
            catch (SimulatedCrashException)
            {
                _chain.Files.CapacityBytes = long.MaxValue;
                _chain.Crash();
                Restarted(isPowerLoss: true);
            }
            catch (StorageException e) when (e.Fault is StorageFault.DiskFull or StorageFault.ClosedAfterFailure)
            {
                _chain.Files.CapacityBytes = long.MaxValue;
                _model.Failed(IsStored, CountOf(_chain.Database.ImmutableTip), _chain.ChainPoints());
                if (e.Fault == StorageFault.ClosedAfterFailure || _random.Next(2) == 0)
                {
                    _chain.Kill();
                    Restarted();
                }
            }
        }

        private void Command()
        {
            int command = _random.Next(30);
            // Opening needs some space, too: it is started when there is some again.
            if (command <= 2)
                _chain.Files.CapacityBytes = long.MaxValue;
            switch (command)
            {
                case 0:
                    _chain.Reopen();
                    Restarted();
                    break;
                case 1:
                    _chain.Kill();
                    Restarted();
                    break;
                case 2:
                    _chain.Crash();
                    Restarted(isPowerLoss: true);
                    break;
                case 3:
                    _chain.Files.CrashAfter(_random.Next(15));
                    break;
                case 4:
                    _chain.Files.CapacityBytes = _chain.Files.UsedBytes + _random.Next(3000);
                    break;
                case 5 when _withheld.Count > 0:
                    // Together with others, in any order: what waits for them must be found as well.
                    Offer([.. _withheld.Take(_random.Next(1, 4)), MakeBlock()]);
                    break;
                case 6 when _all.Count > 0:
                    Offer([_all[_random.Next(_all.Count)]]);
                    break;
                case 7 or 8:
                    _withheld.Add(MakeBlock());
                    break;
                case 9 or 10 or 11:
                    Offer([.. Enumerable.Range(0, _random.Next(2, 6)).Select(_ => MakeBlock())]);
                    break;
                default:
                    Offer([MakeBlock()]);
                    break;
            }
        }

        private TestBlock MakeBlock()
        {
            // Mostly on the newest blocks, sometimes far back; mostly valid.
            TestBlock? parent = _all.Count == 0 || _random.Next(25) == 0
                ? null
                : _all[Math.Max(0, _all.Count - 1 - (int)Math.Pow(_random.NextDouble() * 4, 2))];
            TestBlock block = TestBlocks.After(
                parent, _random.Next(), gap: (ulong)_random.Next(1, 9), isValid: _random.Next(16) != 0,
                isProvable: _random.Next(16) != 0);
            _all.Add(block);
            _model.Know(block);
            return block;
        }

        private void Offer(List<TestBlock> blocks)
        {
            _withheld.RemoveAll(blocks.Contains);
            IReadOnlyList<AddBlockResult> results = blocks.Count == 1
                ? [_chain.Add(blocks[0])]
                : _chain.Database.AddBlocks(blocks.ConvertAll(block => Block.Decode(block.Bytes)));
            foreach ((TestBlock block, AddBlockResult result) in blocks.Zip(results))
                _model.Offered(block, result);
        }

        private void CheckInStep()
        {
            List<Point> chain = _chain.ChainPoints();
            Assert.Equal(_model.Points, chain);
            foreach (TestBlock block in _model.Chain)
                Assert.True(_chain.Database.TryReadBlock(block.Point)!.Value.Span.SequenceEqual(block.Bytes));
            Assert.Equal(_model.ImmutableCount, CountOf(_chain.Database.ImmutableTip));
            // Mostly the follower sleeps, and must find its way from wherever it was.
            if (_random.Next(4) != 0)
                return;
            Follow();
            Assert.Equal(chain, _followed);
        }

        private static int CountOf(Tip tip) => tip.IsGenesis ? 0 : (int)tip.BlockNo.Value + 1;

        private bool IsStored(Point point) => _chain.Database.TryReadBlock(point) is not null;

        private void Restarted(bool isPowerLoss = false)
        {
            _model.Restarted(
                IsStored, CountOf(_chain.Database.Report.ImmutableTip), _chain.ChainPoints(), isPowerLoss);
            _follower = _chain.Database.TryFollow(Point.Origin)!;
            _followed.Clear();
            CheckInStep();
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
    }
}
