using System.Globalization;
using System.Text.Json;
using PoolTopology.EndToEnd.Support;
using PoolTopology.EndToEnd.Wire;
using Xunit;
using Xunit.Abstractions;

namespace PoolTopology.EndToEnd.Kills;

/// <summary><c>kill -9</c>, at any time, of any process.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Kills = 20;
    private const int KilledExitCode = 128 + Signals.Kill;

    // The KES key evolves several times in a run, so that kills meet that as well.
    private const string FastKes = "slotsPerKesPeriod: 40, maxKesEvolutions: 62";

    [Fact]
    public async Task Twenty_kills_of_random_nodes_lose_no_block_and_sign_no_slot_twice()
    {
        // POOLTOPOLOGY_SEED repeats the choice of nodes and pauses of an earlier run.
        int seed = int.TryParse(Environment.GetEnvironmentVariable("POOLTOPOLOGY_SEED"), out int given)
            ? given : Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        using PoolFolder folder = new(FastKes);
        await using PoolRun run = await PoolRun.StartHealthyAsync(folder);

        await KillManyAsync(run, new Random(seed));
        await run.UntilHealthyAsync();
        await run.AdoptedByAsync(PoolRun.Nodes, run.Events.Count);
        IReadOnlyList<ChainBlock>[] chains = await ReadAllChainsAsync(folder);
        int exitCode = await run.InterruptAsync();

        string about = string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {run.Summary}");
        Assert.True(exitCode == 0, about);
        Assert.All(run.Events.All.Where(line => line.Type == "node_exited" && !line.Json.GetProperty("expected").GetBoolean()), line =>
            Assert.True(line.Json.GetProperty("exitCode").GetInt32() == KilledExitCode, $"died by itself: {line}"));
        Assert.True(run.Summary.GetProperty("doubleSignedSlots").GetInt32() == 0, about);
        Assert.Equal(Kills, run.Summary.GetProperty("nodes").EnumerateArray().Sum(Restarts));
        AssertOneChain(chains);
        AssertNothingAdoptedIsLost(run, [.. chains.MaxBy(chain => chain.Count)!]);
        AssertNoSlotSignedTwice(run, chains.MaxBy(chain => chain.Count)!, ForgeJournalFile.Read(Path.Combine(folder.Keys, "forge.journal")));
    }

    [Fact]
    public async Task Kill_of_pool_itself_takes_its_nodes_along_and_the_next_start_goes_on()
    {
        using PoolFolder folder = new();
        ulong before;
        await using (PoolRun killed = await PoolRun.StartHealthyAsync(folder))
        {
            before = (await killed.AdoptedByAsync(PoolRun.Nodes)).BlockNo;
            Signals.Send(killed.Pid, Signals.Kill);
            await killed.EndAsync();
            await Eventually.BeTrueAsync("the nodes end with pool", () => Signals.Mentioning(folder.State).Count == 0);
        }

        await using PoolRun run = await PoolRun.StartHealthyAsync(folder);
        EventLine block = await run.AdoptedByAsync(PoolRun.Nodes, run.Events.Count);

        Assert.Contains(run.Events.All, line => line.Type == "devnet_continued");
        Assert.True(block.BlockNo > before, $"block {before} before, {block.BlockNo} after");
        Assert.Equal(0, await run.InterruptAsync());
    }

    private async Task KillManyAsync(PoolRun run, Random random)
    {
        int killed = 0;
        while (killed < Kills)
        {
            // Several in quick succession every now and then: a node that is just coming back, two at once, all at once.
            int burst = Math.Min(random.Next(1, 5), Kills - killed);
            for (int i = 0; i < burst; i++)
            {
                string node = PoolRun.Nodes[random.Next(PoolRun.Nodes.Length)];
                int pid = await RunningAsync(run, node);
                if (!Signals.Send(pid, Signals.Kill))
                    continue;
                killed++;
                output.WriteLine($"killed {node}, pid {pid}");
                await run.Events.FirstAsync($"the end of {node}", line => line.Type == "node_exited" && line.Name == node && line.Pid == pid);
                await Task.Delay(random.Next(0, 700));
            }
            await Task.Delay(random.Next(500, 4000));
        }
    }

    // Between two lives there is nothing to kill.
    private static async Task<int> RunningAsync(PoolRun run, string node)
    {
        await run.Events.UntilAsync($"{node} runs", _ => run.PidOf(node) is null ? null : node);
        return run.PidOf(node)!.Value;
    }

    private static int Restarts(JsonElement node) => node.GetProperty("restarts").GetInt32();

    private static async Task<IReadOnlyList<ChainBlock>[]> ReadAllChainsAsync(PoolFolder folder)
    {
        List<IReadOnlyList<ChainBlock>> chains = [];
        foreach (string node in PoolRun.Nodes)
            chains.Add(await NodeToNode.ReadChainAsync(new(System.Net.IPAddress.Parse(folder.AddressOf(node)), 3001), 42));
        return [.. chains];
    }

    // They were asked one after the other, and the chain grew meanwhile: each must be a beginning of the longest.
    private static void AssertOneChain(IReadOnlyList<ChainBlock>[] chains)
    {
        IReadOnlyList<ChainBlock> longest = chains.MaxBy(chain => chain.Count)!;
        Assert.All(chains, chain =>
        {
            Assert.Equal(chain[^1], longest[chain.Count - 1]);
            Assert.InRange(chain.Count, longest.Count - 10, longest.Count);
        });
    }

    // One producer only: there is no rival chain to roll back to, so what a node said it adopted must stay.
    private static void AssertNothingAdoptedIsLost(PoolRun run, ChainBlock[] chain)
    {
        HashSet<string> final = [.. chain.Select(block => block.Hash)];
        EventLine[] lost = [.. run.Events.All.Where(line =>
            line.Type is "block_adopted" or "block_forged"
            && line.BlockNo <= chain[^1].BlockNo
            && !final.Contains(line.Hash))];
        Assert.True(lost.Length == 0, $"adopted and lost: {string.Join('\n', lost.Select(line => line.ToString()))}");
    }

    private static void AssertNoSlotSignedTwice(
        PoolRun run, IReadOnlyList<ChainBlock> chain, IReadOnlyList<(ulong Slot, ulong BlockNo)> journal)
    {
        Assert.All(
            run.Events.All.Where(line => line.Type is "block_adopted" or "block_forged").GroupBy(line => line.Slot),
            slot => Assert.Single(slot.Select(line => line.Hash).Distinct()));
        Assert.All(journal.Zip(journal.Skip(1)), pair =>
            Assert.True(pair.First.Slot < pair.Second.Slot, $"the journal has {pair.Second} after {pair.First}"));
        HashSet<(ulong, ulong)> signed = [.. journal];
        Assert.All(chain, block => Assert.Contains((block.Slot, block.BlockNo), signed));
    }
}
