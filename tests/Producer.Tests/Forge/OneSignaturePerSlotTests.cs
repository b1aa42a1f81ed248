using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.Producer.Forge;
using PoolTopology.Producer.Tests.Fakes;
using PoolTopology.TestKit.Time;
using Xunit;

namespace PoolTopology.Producer.Tests.Forge;

/// <summary>The promise of the producer: whatever happens to machine, clock and database, no slot is signed twice.</summary>
public sealed class OneSignaturePerSlotTests
{
    // Every seed is another story of restarts, power cuts, clock steps and restored databases.
    [Theory]
    [InlineData(1, 12)]
    [InlineData(13, 12)]
    [InlineData(25, 12)]
    public void Any_story_signs_each_slot_at_most_once(int firstSeed, int count)
    {
        for (int seed = firstSeed; seed < firstSeed + count; seed++)
            Tell(seed);
    }

    private static void Tell(int seed)
    {
        Random random = new(seed);
        using ProducerBench bench = new();
        for (int life = 0; life < 8; life++)
        {
            Live(bench, random, seed);
            bench.Disk.Crash(kept: random.NextDouble());
            Disturb(bench, random);
        }
        AssertOneSignaturePerSlot(bench.Node.Submitted, seed);
    }

    private static void Live(ProducerBench bench, Random random, int seed)
    {
        bench.Disk.CallsUntilPowerCut = random.Next(3) == 0 ? random.Next(12) : -1;
        bench.Disk.CutAt = random.NextDouble();
        bench.Disk.FreeBytes = random.Next(6) == 0 ? random.Next(300) : long.MaxValue;
        int untilKill = random.Next(4) == 0 ? random.Next(6) : int.MaxValue;
        // Killed with the block signed: before anybody has seen it, or after.
        bench.Node.BeforeSubmit = _ =>
        {
            if (untilKill-- == 0)
                throw new PowerCutException();
        };
        using ForgingSide side = bench.Start();
        try
        {
            bench.Run(side, TimeSpan.FromSeconds(random.Next(1, 40)), seed);
        }
        catch (PowerCutException)
        {
            // The end of this life.
        }
    }

    private static void Disturb(ProducerBench bench, Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                bench.Node.Rewind(random.Next(bench.Node.Length + 1));
                break;
            case 1:
                // The clock steps, mostly back; not before the start of the network's first slot.
                DateTimeOffset stepped = bench.Time.GetUtcNow().AddSeconds(random.Next(-60, 10));
                DateTimeOffset start = bench.Network.Config.Clock.SystemStart;
                bench.Time = new VirtualTime(stepped < start ? start : stepped);
                break;
            case 2:
                bench.Node.Rewind(random.Next(bench.Node.Length + 1));
                bench.Time = new VirtualTime(bench.Network.Config.Clock.SystemStart);
                break;
        }
    }

    private static void AssertOneSignaturePerSlot(List<Block> signed, int seed)
    {
        foreach (IGrouping<Slot, Block> slot in signed.GroupBy(block => block.Header.Slot))
            Assert.True(slot.Count() == 1, $"seed {seed}: slot {slot.Key} was signed {slot.Count()} times");
        Assert.True(signed.Count > 0, $"seed {seed}: nothing was signed, so nothing was tested");
    }
}
