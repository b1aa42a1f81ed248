using System.Text.Json;
using PoolTopology.EndToEnd.Support;
using Xunit;

namespace PoolTopology.EndToEnd.Control;

/// <summary>A pool that runs is asked and changed: <c>pool status</c>, <c>pool topology peers</c>, <c>pool topology push</c>.</summary>
public sealed class TopologyPushTests
{
    [Fact]
    public async Task Peer_added_to_the_file_and_pushed_is_connected_without_a_restart()
    {
        using PoolFolder folder = new();
        await using PoolRun run = await PoolRun.StartHealthyAsync(folder);
        string partnerAddress = folder.Address(41);
        await using NodeProcess partner = NodeProcess.StartRelay(
            Path.Combine(folder.State, "devnet", "config.json"), Path.Combine(folder.Root, "partner"), partnerAddress,
            folder.AddressOf("relay-1"));
        int[] before = [.. PoolRun.Nodes.Select(node => run.PidOf(node)!.Value)];
        Assert.DoesNotContain(await PeersAsync(run), row => IsHot(row, "relay-1", partnerAddress, isDesired: true));

        folder.Write(folder.Yaml($"{{ partners: [{{ address: {partnerAddress}, port: 3001 }}] }}"));
        Finished dryRun = await run.CommandAsync("topology", "push", "--dry-run", "--output", "json");
        Finished pushed = await run.CommandAsync("topology", "push", "--output", "json");

        Assert.Equal(0, dryRun.ExitCode);
        Assert.True(pushed.ExitCode == 0, pushed.Output + pushed.Errors);
        Assert.Contains(run.Events.All, line => line.Type == "peers_pushed" && line.Name == "relay-1");
        await Eventually.BeTrueAsync("both relays follow the partner", async () =>
        {
            JsonElement[] rows = await PeersAsync(run);
            return rows.Any(row => IsHot(row, "relay-1", partnerAddress, isDesired: true))
                && rows.Any(row => IsHot(row, "relay-2", partnerAddress, isDesired: true));
        });
        Assert.Equal(before, PoolRun.Nodes.Select(node => run.PidOf(node)!.Value));
        Assert.Equal(0, await run.InterruptAsync());
        Assert.All(run.Summary.GetProperty("nodes").EnumerateArray(), node => Assert.Equal(0, node.GetProperty("restarts").GetInt32()));
    }

    [Fact]
    public async Task Commands_show_the_running_pool_and_say_when_there_is_none()
    {
        using PoolFolder folder = new();
        await using (PoolRun run = await PoolRun.StartHealthyAsync(folder))
        {
            JsonElement pool = await run.StatusAsync();
            Assert.True(pool.GetProperty("healthy").GetBoolean());
            Assert.Equal(PoolRun.Nodes, pool.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("name").GetString()));
            JsonElement forging = pool.GetProperty("nodes")[0].GetProperty("status").GetProperty("forging");
            Assert.True(forging.GetProperty("enabled").GetBoolean());
            Assert.True(forging.GetProperty("kesSecondsLeft").GetUInt64() > 0);

            Finished text = await run.CommandAsync("status");
            Assert.Equal(0, text.ExitCode);
            Assert.All(PoolRun.Nodes, node => Assert.Contains(node, text.Output, StringComparison.Ordinal));

            Finished peers = await run.CommandAsync("topology", "peers");
            Assert.True(peers.ExitCode == 0, peers.Output + peers.Errors);
            Assert.Contains(peers.Lines, line => line.StartsWith("bp ", StringComparison.Ordinal) && line.Contains("relay-2", StringComparison.Ordinal));

            await AssertSecondRunIsRefusedAsync(folder);
            Assert.Equal(0, await run.InterruptAsync());
        }

        Finished none = await Programs.RunAsync(Programs.Pool, "status", "--state", folder.State, "-f", folder.TopologyFile);
        Assert.Equal(8, none.ExitCode);
        Assert.Contains("no orchestrator runs on", none.Errors, StringComparison.Ordinal);
    }

    // Two runs on one state directory would be two producers on one key.
    private static async Task AssertSecondRunIsRefusedAsync(PoolFolder folder)
    {
        Finished second = await Programs.RunAsync(Programs.Pool, "up", "--state", folder.State, "-f", folder.TopologyFile);
        Assert.Equal(6, second.ExitCode);
        Assert.Contains("another pool works on", second.Errors, StringComparison.Ordinal);
    }

    private static async Task<JsonElement[]> PeersAsync(PoolRun run)
    {
        Finished peers = await run.CommandAsync("topology", "peers", "--output", "json");
        using JsonDocument document = JsonDocument.Parse(peers.Output);
        return [.. document.RootElement.Clone().EnumerateArray()];
    }

    private static bool IsHot(JsonElement row, string from, string address, bool isDesired) =>
        row.GetProperty("from").GetString() == from
        && row.GetProperty("to").GetString()!.StartsWith(address, StringComparison.Ordinal)
        && row.GetProperty("isDesired").GetBoolean() == isDesired
        && row.GetProperty("state").GetString() == "hot";
}
