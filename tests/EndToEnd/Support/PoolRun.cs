using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;

namespace PoolTopology.EndToEnd.Support;

/// <summary>One <c>pool up --output ndjson</c> under way. Dispose ends it, the hard way if it must.</summary>
internal sealed class PoolRun : IAsyncDisposable
{
    /// <summary>The nodes of <see cref="PoolFolder"/>.</summary>
    public static readonly ImmutableArray<string> Nodes = ["bp", "relay-1", "relay-2", "observer"];

    private readonly PoolFolder _folder;
    private readonly Process _process;
    private readonly Task _reading;
    private readonly Task<string> _errors;

    private PoolRun(PoolFolder folder, Process process)
    {
        _folder = folder;
        _process = process;
        _reading = ReadAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>What it told.</summary>
    public EventLog Events { get; } = new();

    /// <summary>The process id of <c>pool</c>.</summary>
    public int Pid => _process.Id;

    /// <summary>The last event of a run that ended.</summary>
    public JsonElement Summary => Events.All[^1] is { Type: "summary" } last
        ? last.Json
        : throw new InvalidOperationException($"the last event is no summary: {Events.All[^1]}");

    /// <summary>Starts a run.</summary>
    public static PoolRun Start(PoolFolder folder, params string[] options)
    {
        // A shell that started these tests in the background made them ignore Ctrl-C; pool must not inherit that.
        Process process = Process.Start(Programs.StartInfo("env",
            ["--default-signal=INT", Programs.Pool, "up", "--output", "ndjson", "--state", folder.State, "-f", folder.TopologyFile, .. options]))!;
        return new PoolRun(folder, process);
    }

    /// <summary>Starts a run and waits until every node is healthy.</summary>
    public static async Task<PoolRun> StartHealthyAsync(PoolFolder folder, params string[] options)
    {
        PoolRun run = Start(folder, options);
        try
        {
            await run.UntilHealthyAsync();
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until every node is attached and serves.</summary>
    public async Task UntilHealthyAsync()
    {
        await Events.FirstAsync("the start of the run", line => line.Type == "up_started");
        Finished status = await CommandAsync("status", "--timeout", "80s", "--output", "json");
        if (status.ExitCode != 0)
            throw new TimeoutException($"the pool does not become healthy: {status.Output}{status.Errors}");
    }

    /// <summary>Runs another command of <c>pool</c> on the same state directory.</summary>
    public Task<Finished> CommandAsync(params string[] command) =>
        Programs.RunAsync(Programs.Pool, [.. command, "--state", _folder.State, "-f", _folder.TopologyFile]);

    /// <summary>The pool as <c>pool status</c> shows it.</summary>
    public async Task<JsonElement> StatusAsync()
    {
        Finished status = await CommandAsync("status", "--output", "json");
        using JsonDocument document = JsonDocument.Parse(status.Output);
        return document.RootElement.Clone();
    }

    /// <summary>The process of a node that runs now, or null between two lives.</summary>
    public int? PidOf(string node) => Events.All
        .LastOrDefault(line => line.Name == node && line.Type is "node_started" or "node_exited" && line.Name == node)
        is { Type: "node_started" } started ? started.Pid : null;

    /// <summary>Waits for a block that these nodes have all adopted, from a place in the events on.</summary>
    public Task<EventLine> AdoptedByAsync(IReadOnlyCollection<string> nodes, int from = 0) =>
        Events.UntilAsync($"a block that {string.Join(", ", nodes)} adopted", events => events
            .Skip(from)
            .Where(line => line.Type == "block_adopted")
            .GroupBy(line => line.Hash)
            .FirstOrDefault(block => nodes.All(node => block.Any(line => line.Name == node)))
            ?.First());

    /// <summary>Asks for an orderly stop, as Ctrl-C does, and waits for it.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> InterruptAsync()
    {
        Signals.Send(Pid, Signals.Interrupt);
        return EndAsync();
    }

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync()
    {
        using CancellationTokenSource limit = new(Limits.Stop);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"pool did not end in {Limits.Stop}; its last events:\n{Events.Last()}");
        }
        await _reading;
        return _process.ExitCode;
    }

    /// <summary>What it wrote to standard error, once it has ended.</summary>
    public Task<string> ErrorsAsync() => _errors;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Signals.Send(Pid, Signals.Interrupt);
            using CancellationTokenSource limit = new(Limits.Stop);
            try
            {
                await _process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }
        await _process.WaitForExitAsync();
        await _reading;
        await _errors;
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
            Events.Add(EventLine.Parse(line));
        Events.Complete();
    }
}
