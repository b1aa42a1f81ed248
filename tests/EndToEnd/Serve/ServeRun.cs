using System.Diagnostics;
using PoolTopology.EndToEnd.Support;
using EventLog = PoolTopology.EndToEnd.Support.EventLog;

namespace PoolTopology.EndToEnd.Serve;

/// <summary>One <c>pool serve --output ndjson</c> under way. Dispose ends it.</summary>
internal sealed class ServeRun : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task _reading;
    private readonly Task<string> _errors;

    private ServeRun(Process process)
    {
        _process = process;
        _reading = ReadAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>What it told.</summary>
    public EventLog Events { get; } = new();

    public int Pid => _process.Id;

    /// <summary>Starts it and waits until it serves.</summary>
    public static async Task<ServeRun> StartAsync(PoolFolder folder, string listenOn, params string[] more)
    {
        ServeRun run = new(Process.Start(Programs.StartInfo(
            Programs.Pool,
            ["serve", "--output", "ndjson", "--state", folder.State, "-f", folder.TopologyFile, "--listen", listenOn, .. more]))!);
        try
        {
            await run.Events.FirstAsync("the service serves", line => line.Type == "serve_started");
            return run;
        }
        catch (TimeoutException late)
        {
            run._process.Kill();
            throw new TimeoutException($"{late.Message}\n{await run._errors}");
        }
    }

    /// <summary>Ends it the hard way (SIGKILL).</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits for its end after a signal.</summary>
    public async Task<int> StopAsync(int signal)
    {
        Signals.Send(Pid, signal);
        using CancellationTokenSource limit = new(Limits.Stop);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
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
