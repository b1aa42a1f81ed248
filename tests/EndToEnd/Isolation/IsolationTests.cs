using System.Text.Json;
using System.Text.RegularExpressions;
using PoolTopology.EndToEnd.Support;
using Xunit;

namespace PoolTopology.EndToEnd.Isolation;

/// <summary><c>pool up --isolate</c>: the kernel keeps everybody but the relays away from the producer.</summary>
public sealed partial class IsolationTests
{
    private const string ProducerPort = "3001";

    [IsolationFact]
    public async Task Only_the_relays_reach_the_producer_and_nothing_is_left_behind()
    {
        string[] namespacesBefore = await NamespacesAsync();
        string linksBefore = await CommandAsync("ip", "-o", "link");
        string rulesBefore = await CommandAsync("nft", "list", "ruleset");
        using PoolFolder folder = new();
        await using PoolRun run = await PoolRun.StartHealthyAsync(folder, "--isolate");
        await run.AdoptedByAsync(PoolRun.Nodes);
        Dictionary<string, string> machines = run.Events.All
            .Where(line => line.Type == "firewall_applied")
            .ToDictionary(Field("machine"), Field("namespace"));
        Assert.Equal(["edge-1", "edge-2", "outside", "vault"], machines.Keys.Order());

        // Our own measurement, with other tools than the program's.
        string producer = (await run.StatusAsync()).GetProperty("nodes")[0].GetProperty("nodeAddress").GetString()!.Split(':')[0];
        Assert.True(await CanConnectAsync(machines["edge-1"], producer, ProducerPort));
        Assert.True(await CanConnectAsync(machines["edge-2"], producer, ProducerPort));
        Assert.False(await CanConnectAsync(machines["outside"], producer, ProducerPort));
        Assert.False(await CanConnectAsync(machines["outside"], producer, "12799"));
        Assert.Equal(0, await run.InterruptAsync());

        Assert.Equal(
            ["edge-1", "edge-2"],
            run.Summary.GetProperty("producerReachableFrom").EnumerateArray().Select(machine => machine.GetString()).Order());
        Assert.True(run.Summary.GetProperty("isolated").GetBoolean());
        Assert.Contains(
            run.Summary.GetProperty("reachability").EnumerateArray(),
            attempt => Text(attempt, "from") == "outside" && !attempt.GetProperty("connected").GetBoolean());
        Assert.Equal(namespacesBefore, await NamespacesAsync());
        Assert.Equal(linksBefore, await CommandAsync("ip", "-o", "link"));
        Assert.Equal(rulesBefore, await CommandAsync("nft", "list", "ruleset"));
        await Eventually.BeTrueAsync("nothing of it runs any more", () => Signals.Mentioning(folder.State).Count == 0);
    }

    [IsolationFact]
    public async Task Namespaces_of_a_killed_run_are_removed_by_the_next_one()
    {
        string[] namespacesBefore = await NamespacesAsync();
        using PoolFolder folder = new();
        await using (PoolRun killed = await PoolRun.StartHealthyAsync(folder, "--isolate"))
        {
            Signals.Send(killed.Pid, Signals.Kill);
            await killed.EndAsync();
            await Eventually.BeTrueAsync("the nodes end with pool", () => Signals.Mentioning(folder.State).Count == 0);
        }
        Assert.NotEqual(namespacesBefore, await NamespacesAsync());

        await using PoolRun run = await PoolRun.StartHealthyAsync(folder, "--isolate");
        Assert.Contains(run.Events.All, line => line.Type == "leftovers_removed");
        Assert.Equal(0, await run.InterruptAsync());

        Assert.Equal(namespacesBefore, await NamespacesAsync());
    }

    private static async Task<bool> CanConnectAsync(string space, string address, string port)
    {
        Finished bash = await Programs.RunAsync(
            "ip", "netns", "exec", space, "timeout", "3", "bash", "-c", $"exec 3<>/dev/tcp/{address}/{port}");
        return bash.ExitCode == 0;
    }

    /// <summary>Namespaces of pools on this computer; other tests have theirs, which come and go meanwhile.</summary>
    private static async Task<string[]> NamespacesAsync() =>
        [.. (await CommandAsync("ip", "netns", "list")).Split('\n').Where(name => PoolNamespace().IsMatch(name)).Order()];

    [GeneratedRegex("^pool-[0-9a-f]{8}[-.]")]
    private static partial Regex PoolNamespace();

    private static async Task<string> CommandAsync(string program, params string[] arguments)
    {
        Finished finished = await Programs.RunAsync(program, arguments);
        Assert.True(finished.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {finished.Errors}");
        return finished.Output;
    }

    private static Func<EventLine, string> Field(string name) => line => Text(line.Json, name);

    private static string Text(JsonElement json, string field) => json.GetProperty(field).GetString()!;
}
