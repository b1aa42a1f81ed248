using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.ChainDb;
using PoolTopology.Storage.Files;
using PoolTopology.Storage.LedgerDb;
using PoolTopology.TestKit.Chain;
using PoolTopology.TestKit.Files;

namespace PoolTopology.Storage.Tests.ChainDb;

/// <summary>A ChainDB over simulated files with rules that cost nothing.</summary>
internal sealed class ChainHarness : IDisposable
{
    public const int SecurityParameter = 5;
    public const ulong SlotsPerChunk = 50;
    public static readonly NetworkMagic Magic = new(42);

    public ChainHarness(int seed = 1, ChainDbOptions? options = null, int securityParameter = SecurityParameter)
    {
        Rules = new FakeRules(securityParameter);
        Files = new SimulatedFileSystem(seed);
        Options = options ?? new ChainDbOptions { VolatileBlocksPerFile = 4 };
        Database = Open();
    }

    public SimulatedFileSystem Files { get; }

    public ChainDbOptions Options { get; set; }

    public FakeRules Rules { get; }

    public ChainDatabase Database { get; private set; }

    public AddBlockResult Add(TestBlock block) => Database.AddBlock(block.Bytes);

    /// <summary>Adds blocks that must all be adopted.</summary>
    public void Adopt(IEnumerable<TestBlock> blocks)
    {
        foreach (TestBlock block in blocks)
            Xunit.Assert.IsType<AddBlockResult.Adopted>(Add(block));
    }

    /// <summary>Closes properly and opens again.</summary>
    public void Reopen()
    {
        Database.Dispose();
        Database = Open();
    }

    /// <summary>The machine loses power and starts again.</summary>
    public void Crash()
    {
        Files.Crash();
        Database = Open();
    }

    /// <summary>The process is killed and starts again.</summary>
    public void Kill()
    {
        Files.Restart();
        Database = Open();
    }

    public ChainDatabase Open() => Open(Files);

    public ChainDatabase Open(IFileSystem files) =>
        ChainDatabase.Open(
            Options with { Prover = Rules }, files, Rules, TestBlocks.Parser, SlotsPerChunk, Magic,
            LedgerSnapshots.Of(files, Network.Config));

    private static readonly TestNetwork Network = TestNetwork.Create();

    /// <summary>The points of the current chain, read through a new follower.</summary>
    public List<Point> ChainPoints()
    {
        using ChainFollower follower = Database.TryFollow(Point.Origin)!;
        List<Point> points = [];
        while (follower.Next() is FollowerInstruction next)
        {
            if (next is FollowerInstruction.RollForward forward)
                points.Add(forward.Header.Point);
        }
        return points;
    }

    public void Dispose() => Database.Dispose();
}
