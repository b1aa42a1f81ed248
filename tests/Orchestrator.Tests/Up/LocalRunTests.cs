using System.Diagnostics;
using System.Text.Json;
using PoolTopology.Orchestrator.Tests.Support;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Up;

/// <summary>The whole command as a process, with programs that only look like nodes.</summary>
public sealed class LocalRunTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public LocalRunTests()
    {
        FakePrograms.WriteTo(_folder.FullPath);

        // Addresses of its own: other tests, and the pool of whoever runs them, use the sample's.
        File.WriteAllText(_folder["topology.yaml"], SamplePool.Yaml
            .Replace("127.0.0.", "127.7.0.", StringComparison.Ordinal)
            .Replace("  # devnet: # genesis parameters, used only when the network is a devnet", "  devnet:", StringComparison.Ordinal)
            .Replace("  #   slotLength: 0.5 # seconds", "    slotLength: 0.1", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Up_for_a_while_ends_with_a_good_summary_and_a_second_start_continues()
    {
        (int exitCode, List<JsonElement> events) = await UpAsync("--for", "5s");
        Assert.Equal(0, exitCode);
        string[] types = [.. events.Select(TypeOf)];
        Assert.Equal("summary", types[^1]);
        Assert.Contains("devnet_created", types);
        Assert.Contains("nothing_firewalled", types);
        Assert.Equal(4, types.Count(type => type == "node_started"));
        Assert.True(events[^1].GetProperty("blocksForged").GetInt32() > 0);
        Assert.False(events[^1].TryGetProperty("producerReachableFrom", out _));
        Assert.Equal(["observer", "bp"], events.Where(one => TypeOf(one) == "node_exited")
            .Select(one => one.GetProperty("name").GetString()).Where(name => name is "bp" or "observer"));
        string start = SystemStart();

        (exitCode, events) = await UpAsync("--for", "2s");
        Assert.Equal(0, exitCode);
        Assert.Contains("devnet_continued", events.Select(TypeOf));
        Assert.Equal(start, SystemStart());

        (_, events) = await UpAsync("--for", "500ms", "--fresh");
        Assert.Contains("devnet_created", events.Select(TypeOf));
        Assert.NotEqual(start, SystemStart());
        Assert.Empty(Directory.GetFiles(_folder[".pool/run"]));
    }

    [Fact]
    public async Task Up_killed_node_comes_back_and_the_run_is_good()
    {
        using Process pool = Start("--for", "8s");
        bool isKilled = false;
        List<JsonElement> events = [];
        while (await pool.StandardOutput.ReadLineAsync() is { } line)
        {
            JsonElement one = Parse(line);
            events.Add(one);
            if (!isKilled && TypeOf(one) == "health_changed" && one.GetProperty("name").GetString() == "relay-1")
            {
                isKilled = true;
                JsonElement started = events.Last(e => TypeOf(e) == "node_started" && e.GetProperty("name").GetString() == "relay-1");
                Process.GetProcessById(started.GetProperty("pid").GetInt32()).Kill();
            }
        }

        await pool.WaitForExitAsync();
        Assert.Equal(0, pool.ExitCode);
        JsonElement died = events.First(one => TypeOf(one) == "node_exited");
        Assert.Equal(137, died.GetProperty("exitCode").GetInt32());
        JsonElement relay = events[^1].GetProperty("nodes").EnumerateArray().Single(node => node.GetProperty("name").GetString() == "relay-1");
        Assert.Equal(1, relay.GetProperty("restarts").GetInt32());
        Assert.Equal("SERVING", relay.GetProperty("health").GetString());
    }

    [Fact]
    public async Task Up_node_that_cannot_run_ends_the_run_with_its_last_words()
    {
        (int exitCode, List<JsonElement> events) = await UpAsync(["--for", "60s"], ("FAKE_NODE_EXIT", "relay-2=78"));
        Assert.Equal(1, exitCode);
        JsonElement failed = events.Single(one => TypeOf(one) == "node_failed");
        Assert.Contains("the configuration is of no use", failed.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal("failure", events[^1].GetProperty("endedBy").GetString());
    }

    [Theory]
    [InlineData(null, 0, "stopped")]
    [InlineData("60s", 130, "interrupted")]
    public async Task Up_interrupt_stops_in_order_with_a_verdict_only_without_a_given_time(
        string? duration, int expected, string endedBy)
    {
        using Process pool = duration is null ? Start() : Start("--for", duration);
        List<JsonElement> events = [];
        while (await pool.StandardOutput.ReadLineAsync() is { } line)
        {
            JsonElement one = Parse(line);
            events.Add(one);
            if (TypeOf(one) == "block_adopted" && one.GetProperty("name").GetString() == "observer"
                && events.Count(e => TypeOf(e) == "block_adopted" && e.GetProperty("name").GetString() == "observer") == 3)
                Process.Start("kill", ["-INT", $"{pool.Id}"]).Dispose();
        }

        await pool.WaitForExitAsync();
        Assert.Equal(expected, pool.ExitCode);
        Assert.Equal(endedBy, events[^1].GetProperty("endedBy").GetString());
        Assert.All(events.Where(one => TypeOf(one) == "node_started"), AssertIsGone);
    }

    [Fact]
    public async Task Up_killed_outright_leaves_no_node_behind()
    {
        using Process pool = Start();
        List<JsonElement> events = [];
        while (await pool.StandardOutput.ReadLineAsync() is { } line)
        {
            events.Add(Parse(line));
            if (TypeOf(events[^1]) == "block_adopted")
                break;
        }

        pool.Kill();
        await pool.WaitForExitAsync();
        (int exitCode, List<JsonElement> next) = await UpAsync("--for", "3s");
        Assert.Equal(0, exitCode);
        Assert.DoesNotContain("node_restarting", next.Select(TypeOf));
        Assert.All(events.Where(one => TypeOf(one) == "node_started"), AssertIsGone);
    }

    [Fact]
    public async Task Up_reader_of_stdout_that_leaves_ends_the_run()
    {
        using Process pool = Start();
        await pool.StandardOutput.ReadLineAsync();
        pool.StandardOutput.Close();
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
        await pool.WaitForExitAsync(limit.Token);
        Assert.Empty(Directory.GetFiles(_folder[".pool/run"]));
    }

    [RootFact]
    public async Task Up_isolated_measures_that_only_relays_reach_the_producer()
    {
        (int exitCode, List<JsonElement> events) = await UpAsync("--for", "5s", "--isolate");
        Assert.Equal(0, exitCode);
        Assert.Equal(["edge-1", "edge-2"], events[^1].GetProperty("producerReachableFrom").EnumerateArray().Select(one => one.GetString()));
        string[] spaces = [.. events.Where(one => TypeOf(one) == "firewall_applied").Select(one => one.GetProperty("namespace").GetString()!)];
        Assert.Equal(4, spaces.Length);
        Assert.All(spaces, space => Assert.False(File.Exists($"/run/netns/{space}")));
    }

    [Fact]
    public async Task Up_file_with_errors_starts_nothing()
    {
        File.WriteAllText(_folder["topology.yaml"], "version: 1\npool: { nam: Demo }\n");
        (int exitCode, List<JsonElement> events) = await UpAsync("--for", "5s");
        Assert.Equal(3, exitCode);
        Assert.Empty(events);
        Assert.False(Directory.Exists(_folder[".pool"]));
    }

    private Task<(int ExitCode, List<JsonElement> Events)> UpAsync(params string[] args) => UpAsync(args, ("UNUSED", ""));

    private async Task<(int ExitCode, List<JsonElement> Events)> UpAsync(string[] args, (string Name, string Value) variable)
    {
        using Process pool = Start(args, variable);
        List<JsonElement> events = [];
        while (await pool.StandardOutput.ReadLineAsync() is { } line)
            events.Add(Parse(line));
        await pool.WaitForExitAsync();
        return (pool.ExitCode, events);
    }

    private Process Start(params string[] args) => Start(args, ("UNUSED", ""));

    private Process Start(string[] args, (string Name, string Value) variable)
    {
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, "pool"),
            ["up", "-f", _folder["topology.yaml"], "--output", "ndjson", .. args])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["POOLTOPOLOGY_BIN"] = _folder.FullPath;
        start.Environment[variable.Name] = variable.Value;
        return Process.Start(start)!;
    }

    private string SystemStart() => File.ReadAllText(_folder[".pool/devnet/shelley-genesis.json"]);

    private static JsonElement Parse(string line)
    {
        using JsonDocument parsed = JsonDocument.Parse(line);
        return parsed.RootElement.Clone();
    }

    private static string TypeOf(JsonElement one) => one.GetProperty("type").GetString()!;

    private static void AssertIsGone(JsonElement started) =>
        Assert.False(Directory.Exists($"/proc/{started.GetProperty("pid").GetInt32()}"));
}
