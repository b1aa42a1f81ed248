using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using PoolTopology.Orchestrator.Server;
using PoolTopology.Orchestrator.Up;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Client;
using PoolTopology.Rpc.Orchestrator.V1;

namespace PoolTopology.Orchestrator.Tests.Serve;

/// <summary>A process <c>pool serve</c> on a fleet, asked over its unix socket. Dispose kills it.</summary>
internal sealed class Served : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly RpcChannel _channel;

    private Served(Process process, RpcChannel channel) => (_process, _channel) = (process, channel);

    public static async Task<Served> StartAsync(FolderFleet fleet)
    {
        Process process = Process.Start(fleet.Pool("serve", "--output", "ndjson"))!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.Contains("\"serve_started\"", StringComparison.Ordinal))
                continue;
            _ = process.StandardOutput.ReadToEndAsync();
            string socket = EndpointFile.TryRead(new StatePaths(fleet.State).EndpointFile)!.SocketPath;
            return new Served(process, new RpcChannel(new UnixDomainSocketEndPoint(socket), RpcChannelOptions.Default));
        }

        throw new InvalidOperationException($"it does not serve: {await errors}");
    }

    public Task<Rpc.Orchestrator.V1.Rollout> AskAsync<TRequest>(
        RpcMethod<TRequest, Rpc.Orchestrator.V1.Rollout> method, TRequest request)
        where TRequest : class, Google.Protobuf.IMessage<TRequest> =>
        _channel.UnaryAsync(method, request, RpcCallOptions.Within(Patience), CancellationToken.None);

    /// <summary>Follows events from a number on, until one is the last that is wanted.</summary>
    public async Task<List<Event>> FollowAsync(ulong after, Func<Event, bool> isLast)
    {
        using CancellationTokenSource limit = new(Patience);
        List<Event> seen = [];
        try
        {
            await foreach (Event one in _channel.ServerStreamingAsync(
                OrchestratorMethods.WatchEvents, new WatchEventsRequest { AfterSequence = after }, RpcCallOptions.None, limit.Token))
            {
                seen.Add(one);
                if (isLast(one))
                    return seen;
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"after {Patience}:\n{string.Join('\n', seen.Select(one => one.ToString()))}");
        }

        throw new InvalidOperationException("the stream ended");
    }

    /// <summary>The step that an event tells of, and its machine; empty for other events.</summary>
    public static (string Type, string Machine) StepOf(Event one)
    {
        if (one.Type != "rollout_stepped")
            return ("", "");
        using JsonDocument detail = JsonDocument.Parse(one.DetailJson);
        JsonElement step = detail.RootElement.GetProperty("step");
        return (step.GetProperty("type").GetString()!, step.TryGetProperty("machine", out JsonElement machine) ? machine.GetString()! : "");
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _channel.Dispose();
        _process.Dispose();
    }
}
