using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Files;
using PoolTopology.Storage.VolatileDb;
using PoolTopology.TestKit.Files;
using Xunit;

namespace PoolTopology.Storage.Tests.VolatileDb;

/// <summary>Random commands, with crashes, against the store and a set of blocks in lockstep.</summary>
public sealed class VolatileModelTests
{
    private const int CommandsPerRun = 100;
    private const int BlocksPerFile = 4;

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Commands_and_crashes_keep_every_flushed_block_that_was_not_collected(int seed)
    {
        Random random = new(seed);
        SimulatedFileSystem files = new(seed);
        List<TestBlock> known = TestBlocks.Chain(3, seed); // parents to build on
        Dictionary<Hash32, TestBlock> model = [];
        HashSet<Hash32> durable = [];
        Slot collected = default;
        VolatileDatabase database = Open(files);
        for (int command = 0; command < CommandsPerRun; command++)
        {
            try
            {
                switch (random.Next(14))
                {
                    case 0:
                        database.Flush();
                        durable.UnionWith(model.Keys);
                        break;
                    case 1:
                        database.Dispose();
                        database = Reopen(files, model, model.Keys, known, collected);
                        break;
                    case 2:
                        files.CrashAfter(random.Next(6));
                        break;
                    case 3:
                        files.Restart();
                        database = Reopen(files, model, model.Keys, known, collected);
                        break;
                    case 4:
                        files.Crash();
                        database = Reopen(files, model, durable, known, collected);
                        durable = [.. model.Keys];
                        break;
                    case 5:
                        collected = model.Count == 0
                            ? collected
                            : known.Where(b => model.ContainsKey(b.Summary.Hash)).ElementAt(random.Next(model.Count)).Summary.Slot;
                        bool hadGarbage = database.HasGarbage(collected);
                        int before = database.Count;
                        database.CollectGarbage(collected);
                        Assert.True(hadGarbage || database.Count == before);
                        foreach (Hash32 gone in model.Keys.Where(hash => database.Find(hash) is null).ToList())
                        {
                            Assert.True(model[gone].Summary.Slot <= collected);
                            model.Remove(gone);
                            durable.Remove(gone);
                        }
                        break;
                    case 6:
                        files.CapacityBytes = files.UsedBytes + random.Next(2000);
                        break;
                    case 7:
                        files.CapacityBytes = long.MaxValue;
                        break;
                    default:
                        TestBlock block = TestBlocks.Chain(1, random.Next(), 5, known[random.Next(known.Count)])[0];
                        known.Add(block);
                        database.Put(block.Summary, block.Bytes);
                        model[block.Summary.Hash] = block;
                        break;
                }
                Check(database, model);
            }
            catch (SimulatedCrashException)
            {
                files.Crash();
                files.CapacityBytes = long.MaxValue;
                database = Reopen(files, model, durable, known, collected);
                durable = [.. model.Keys];
            }
            catch (StorageException e) when (e.Fault == StorageFault.DiskFull)
            {
                Check(database, model);
            }
        }
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 150)];

    private static VolatileDatabase Open(SimulatedFileSystem files) =>
        VolatileDatabase.Open(files, TestBlocks.Parser, new VolatileDbOptions(BlocksPerFile));

    private static VolatileDatabase Reopen(
        SimulatedFileSystem files, Dictionary<Hash32, TestBlock> model, IEnumerable<Hash32> mustHave,
        List<TestBlock> known, Slot collected)
    {
        VolatileDatabase database = Open(files);
        foreach (Hash32 hash in mustHave)
        {
            // A crash inside a collection may have taken a file whose blocks the model still counts.
            Assert.True(database.Find(hash) is not null || model[hash].Summary.Slot <= collected, $"{hash} is lost");
        }
        model.Clear();
        foreach (TestBlock block in known.Where(b => database.Find(b.Summary.Hash) is not null))
            model[block.Summary.Hash] = block;
        Check(database, model);
        return database;
    }

    private static void Check(VolatileDatabase database, Dictionary<Hash32, TestBlock> model)
    {
        Assert.Equal(model.Count, database.Count);
        foreach (TestBlock block in model.Values)
            Assert.Equal(block.Bytes, database.TryRead(block.Summary.Hash));
        foreach (IGrouping<Hash32?, TestBlock> family in model.Values.GroupBy(b => b.Summary.PrevHash))
            Assert.Equal(family.Select(b => b.Summary.Hash).Order(), database.SuccessorsOf(family.Key));
    }
}
