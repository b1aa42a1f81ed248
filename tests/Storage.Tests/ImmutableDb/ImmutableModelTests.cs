using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Files;
using PoolTopology.Storage.ImmutableDb;
using PoolTopology.TestKit.Files;
using Xunit;

namespace PoolTopology.Storage.Tests.ImmutableDb;

/// <summary>Random commands, with crashes, against the store and a list of blocks in lockstep.</summary>
public sealed class ImmutableModelTests
{
    private const int CommandsPerRun = 80;
    private const int RunBlocksMax = 8;
    private static readonly ImmutableDbOptions Options = new(SlotsPerChunk: 40);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Commands_and_crashes_leave_a_prefix_that_holds_all_that_was_flushed(int seed)
    {
        Random random = new(seed);
        SimulatedFileSystem files = new(seed);
        List<TestBlock> model = []; // what was appended
        int durable = 0; // how many of those were flushed
        ImmutableDatabase database = Open(files);
        for (int command = 0; command < CommandsPerRun; command++)
        {
            try
            {
                switch (random.Next(12))
                {
                    case 0:
                        database.Flush();
                        durable = model.Count;
                        break;
                    case 1:
                        database.Dispose();
                        database = Reopen(files, model, model.Count, seed);
                        break;
                    case 2:
                        files.CrashAfter(random.Next(12));
                        break;
                    case 3:
                        files.Restart();
                        database = Reopen(files, model, model.Count, seed);
                        break;
                    case 4:
                        files.Crash();
                        database = Reopen(files, model, durable, seed);
                        durable = model.Count;
                        break;
                    case 5:
                        files.CapacityBytes = files.UsedBytes + random.Next(2000);
                        break;
                    case 6:
                        files.CapacityBytes = long.MaxValue;
                        break;
                    case 7:
                        AppendRun(database, model, random);
                        break;
                    default:
                        TestBlock block = Next(model, random);
                        database.Append(block.Summary, block.Bytes);
                        model.Add(block);
                        break;
                }
                CheckReads(database, model, random);
            }
            catch (SimulatedCrashException)
            {
                files.Crash();
                files.CapacityBytes = long.MaxValue;
                database = Reopen(files, model, durable, seed);
                durable = model.Count;
            }
            catch (StorageException e) when (e.Fault is StorageFault.DiskFull or StorageFault.ClosedAfterFailure)
            {
                // The node would be restarted once there is space.
                files.CapacityBytes = long.MaxValue;
                files.Restart();
                database = Reopen(files, model, model.Count, seed);
            }
        }
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 150)];

    private static TestBlock Next(List<TestBlock> model, Random random) => TestBlocks.Chain(
        1, random.Next(), gapMax: random.Next(8) == 0 ? 130 : 6, model.Count == 0 ? null : model[^1])[0];

    private static ImmutableDatabase Open(SimulatedFileSystem files) =>
        ImmutableDatabase.Open(files, TestBlocks.Parser, Options);

    /// <summary>Opens again and cuts the model to what was found, which must be a prefix of at least the given length.</summary>
    private static ImmutableDatabase Reopen(SimulatedFileSystem files, List<TestBlock> model, int atLeast, int seed)
    {
        ImmutableDatabase database = Open(files);
        List<ImmutableBlock> found = [.. database.TryStreamAfter(Point.Origin)!];
        Assert.True(found.Count >= atLeast, $"seed {seed}: {found.Count} blocks found, {atLeast} were durable");
        // Blocks whose append the crash interrupted may be there as a whole.
        Assert.True(found.Count <= model.Count + RunBlocksMax, $"seed {seed}: blocks that were never appended");
        for (int i = 0; i < Math.Min(found.Count, model.Count); i++)
            Assert.True(found[i].Bytes.Span.SequenceEqual(model[i].Bytes), $"seed {seed}: block {i} differs");
        if (found.Count < model.Count)
            model.RemoveRange(found.Count, model.Count - found.Count);
        // A crash within a command: some of its blocks may be there.
        foreach (ImmutableBlock more in found.Skip(model.Count))
            model.Add(new TestBlock(TestBlocks.Parser.Parse(more.Bytes.Span), more.Bytes.ToArray()));
        return database;
    }

    // Several blocks at once, over several chunks; of a run that fails, the chunks before the failure are there.
    private static void AppendRun(ImmutableDatabase database, List<TestBlock> model, Random random)
    {
        List<TestBlock> run = [];
        for (int i = random.Next(1, RunBlocksMax + 1); i > 0; i--)
            run.Add(Next([.. model, .. run], random));
        int before = model.Count;
        try
        {
            database.AppendRun([.. run.Select(block => new ChunkBlock(block.Summary, block.Bytes))]);
        }
        finally
        {
            int there = database.Tip.IsGenesis ? 0 : (int)database.Tip.BlockNo.Value + 1;
            model.AddRange(run.Take(there - before));
        }
    }

    private static void CheckReads(ImmutableDatabase database, List<TestBlock> model, Random random)
    {
        Assert.Equal(model.Count == 0 ? Tip.Genesis : model[^1].Summary.Tip, database.Tip);
        if (model.Count == 0)
            return;
        int at = random.Next(model.Count);
        Assert.True(database.TryRead(model[at].Point)!.Value.Bytes.Span.SequenceEqual(model[at].Bytes));
        Assert.Equal(
            model.Skip(at + 1).Select(b => b.Point), database.TryStreamAfter(model[at].Point)!.Select(b => b.Point));
        Assert.Equal(at + 1 < model.Count ? model[at + 1].Point : null, database.TryReadHeaderAfter(model[at].Point)?.Point);
        Assert.False(database.Contains(new Point(model[at].Summary.Slot, default)));
    }
}
