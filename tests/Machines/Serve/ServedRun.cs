using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using PoolTopology.Machines.Support;

namespace PoolTopology.Machines.Serve;

/// <summary>One <c>pool serve</c> at the operator's address. Dispose kills it with -9.</summary>
internal sealed class ServedRun : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<JsonElement> _events = [];
    private readonly Task _reading;
    private readonly Task<string> _errors;

    private ServedRun(Process process)
    {
        _process = process;
        _reading = ReadAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts it and waits until it serves.</summary>
    public static async Task<ServedRun> StartAsync(MachineRun machines, params IEnumerable<string> command)
    {
        ServedRun run = new(machines.StartOperator([.. command, "--output", "ndjson"]));
        try
        {
            await run.SeeAsync("serve_started", null);
            return run;
        }
        catch (TimeoutException late)
        {
            await run.DisposeAsync();
            throw new TimeoutException($"{late.Message}\n{await run._errors}");
        }
    }

    /// <summary>Waits until it has told of an event, about a node where one is named.</summary>
    public async Task<JsonElement> SeeAsync(string type, string? node) => (await Eventually.SeeAsync(
        $"{type} {node}",
        () => Task.FromResult(_events.Where(one => one.GetProperty("type").GetString() == type
            && (node is null || (one.TryGetProperty("name", out JsonElement name) && name.GetString() == node))).Take(1).ToArray()),
        found => found.Length == 1))[0];

    public async ValueTask DisposeAsync()
    {
        // The process itself, not the script that leads into its namespace: and with -9, as the worst that may happen to it.
        if (_events.FirstOrDefault(one => one.GetProperty("type").GetString() == "serve_started") is { ValueKind: JsonValueKind.Object } started)
            Process.GetProcessById(started.GetProperty("pid").GetInt32()).Kill();
        else
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            using JsonDocument parsed = JsonDocument.Parse(line);
            _events.Enqueue(parsed.RootElement.Clone());
        }
    }
}
