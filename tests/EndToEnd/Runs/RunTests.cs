using System.Text.Json;
using PoolTopology.EndToEnd.Support;
using Xunit;

namespace PoolTopology.EndToEnd.Runs;

/// <summary><c>pool up</c> as a user has it: it runs, it ends, it goes on.</summary>
public sealed class RunTests(TwoRuns runs) : IClassFixture<TwoRuns>
{
    [Fact]
    public void A_block_forged_by_the_producer_is_adopted_by_everybody()
    {
        EventLine forged = Assert.Single(runs.First, line => line.Type == "block_forged" && line.Hash == runs.CommonBlock.Hash);
        Assert.Equal("bp", forged.Name);
        string[] adopters = [.. runs.First
            .Where(line => line.Type == "block_adopted" && line.Hash == forged.Hash)
            .Select(line => line.Name).Distinct().Order()];
        Assert.Equal(["bp", "observer", "relay-1", "relay-2"], adopters);
    }

    [Fact]
    public void A_run_that_Ctrl_C_ends_exits_with_zero()
    {
        Assert.Equal(0, runs.FirstExitCode);
        Assert.Equal(0, runs.SecondExitCode);
    }

    [Fact]
    public void Summary_is_the_last_event_and_the_only_one_of_its_kind()
    {
        Assert.Equal("summary", runs.First[^1].Type);
        Assert.Single(runs.First, line => line.Type == "summary");
    }

    [Fact]
    public void Summary_has_every_documented_field_with_a_sane_value()
    {
        JsonElement summary = runs.FirstSummary;

        // The verdict is taken before the nodes stop; a block may be forged between the two.
        int forged = runs.First.TakeWhile(line => line.Type != "stopping").Count(line => line.Type == "block_forged");
        Assert.InRange(summary.GetProperty("blocksForged").GetInt32(), forged - 1, forged + 1);
        Assert.Equal(0, summary.GetProperty("doubleSignedSlots").GetInt32());
        Assert.Equal("stopped", summary.GetProperty("endedBy").GetString());
        Assert.Equal(0, summary.GetProperty("exitCode").GetInt32());
        Assert.Empty(summary.GetProperty("reasons").EnumerateArray());
        Assert.False(summary.GetProperty("isolated").GetBoolean());
        Assert.InRange(summary.GetProperty("propagationP50Ms").GetDouble(), 0, 30_000);
        Assert.True(summary.GetProperty("propagationP95Ms").GetDouble() >= summary.GetProperty("propagationP50Ms").GetDouble());
        Assert.True(summary.GetProperty("ranForSeconds").GetDouble() > 0);
        JsonElement tip = summary.GetProperty("tip");
        Assert.Equal(64, tip.GetProperty("hash").GetString()!.Length);
        Assert.True(tip.GetProperty("blockNo").GetUInt64() <= tip.GetProperty("slot").GetUInt64());
    }

    [Fact]
    public void Summary_describes_every_node()
    {
        JsonElement[] nodes = [.. runs.FirstSummary.GetProperty("nodes").EnumerateArray()];

        Assert.Equal(
            ["bp producer vault", "relay-1 relay edge-1", "relay-2 relay edge-2", "observer observer outside"],
            nodes.Select(node => $"{Text(node, "name")} {Text(node, "role")} {Text(node, "machine")}"));
        ulong tip = runs.FirstSummary.GetProperty("tip").GetProperty("blockNo").GetUInt64();
        Assert.All(nodes, node =>
        {
            Assert.Equal("SERVING", Text(node, "health"));
            Assert.Equal(0, node.GetProperty("restarts").GetInt32());
            Assert.InRange(node.GetProperty("tipHeight").GetUInt64(), tip > 2 ? tip - 2 : 0, tip);
        });
    }

    [Fact]
    public void Without_isolation_the_run_says_that_nothing_is_firewalled() =>
        Assert.Single(runs.First, line => line.Type == "nothing_firewalled");

    [Fact]
    public void Second_start_continues_the_same_chain()
    {
        EventLine created = Assert.Single(runs.First, line => line.Type == "devnet_created");
        EventLine continued = Assert.Single(runs.Second, line => line.Type == "devnet_continued");
        Assert.Equal(Text(created.Json, "systemStart"), Text(continued.Json, "systemStart"));
        Assert.DoesNotContain(runs.Second, line => line.Type == "devnet_created");

        ulong before = runs.First.Where(line => line.Type == "block_adopted").Max(line => line.BlockNo);
        ulong after = runs.SecondSummary.GetProperty("tip").GetProperty("blockNo").GetUInt64();
        Assert.True(after > before, $"the tip went from {before} to {after}");
        // The first block after the restart builds on the last one before it.
        Assert.Equal(before + 1, runs.Second.First(line => line.Type == "block_forged").BlockNo);
    }

    [Fact]
    public void Every_block_of_the_first_run_is_on_the_chain_of_the_second()
    {
        HashSet<string> chain = [.. runs.Chain.Select(block => block.Hash)];
        Assert.All(
            runs.First.Where(line => line.Type == "block_adopted"),
            line => Assert.Contains(line.Hash, chain));
    }

    [Fact]
    public void The_observers_chain_is_one_chain_from_the_genesis()
    {
        // The witness has checked the links already; block numbers begin at zero, slots rise.
        Assert.Equal(0ul, runs.Chain[0].BlockNo);
        Assert.All(runs.Chain.Zip(runs.Chain.Skip(1)), pair => Assert.True(pair.First.Slot < pair.Second.Slot));
    }

    [Fact]
    public void Ctrl_C_leaves_no_process_no_socket_and_no_file_of_the_run() => Assert.Empty(runs.Leftovers);

    [Fact]
    public void Nodes_stop_observers_first_and_the_producer_last()
    {
        string[] exits = [.. runs.First.Where(line => line.Type == "node_exited").Select(line => line.Name)];
        Assert.Equal("observer", exits[0]);
        Assert.Equal("bp", exits[^1]);
        Assert.All(runs.First.Where(line => line.Type == "node_exited"), line =>
        {
            Assert.True(line.Json.GetProperty("expected").GetBoolean());
            Assert.Equal(0, line.Json.GetProperty("exitCode").GetInt32());
        });
    }

    private static string Text(JsonElement json, string field) => json.GetProperty(field).GetString()!;
}
