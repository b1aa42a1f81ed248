using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Google.Protobuf;
using PoolTopology.Orchestrator.Serve;
using PoolTopology.Orchestrator.Server;
using PoolTopology.Orchestrator.Up;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Client;
using PoolTopology.Rpc.Identity;

namespace PoolTopology.Orchestrator.Cli;

/// <summary>A connection to the orchestrator that runs on a state directory.</summary>
internal sealed class OrchestratorClient : IDisposable
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(120);

    private readonly RpcChannel _channel;
    private readonly Func<RpcException, CommandFailure> _unavailable;

    private OrchestratorClient(RpcChannel channel, Func<RpcException, CommandFailure> unavailable) =>
        (_channel, _unavailable) = (channel, unavailable);

    /// <summary>Finds the orchestrator of a state directory; nothing is connected yet.</summary>
    /// <exception cref="CommandFailure">None runs there.</exception>
    public static OrchestratorClient Open(string stateDirectory)
    {
        EndpointFile endpoint = EndpointFile.TryRead(new StatePaths(stateDirectory).EndpointFile)
            ?? throw NothingRuns(stateDirectory);
        return new OrchestratorClient(
            new RpcChannel(new UnixDomainSocketEndPoint(endpoint.SocketPath), RpcChannelOptions.Default), _ => NothingRuns(stateDirectory));
    }

    /// <summary>A service elsewhere, over mutual TLS; nothing is connected yet.</summary>
    public static OrchestratorClient Open(EndPoint server, RpcIdentity identity) => new(
        new RpcChannel(server, RpcChannelOptions.Default with { Identity = identity }),
        failed => new CommandFailure(
            ExitCodes.Unreachable, $"{RpcAddress.Format(server)} does not answer: {failed.Detail}",
            "where it cuts the connection at once, it does not accept the certificate: its events say why"));

    /// <summary>Asks once.</summary>
    /// <exception cref="CommandFailure">The orchestrator does not answer, or refuses.</exception>
    public async Task<TResponse> AskAsync<TRequest, TResponse>(
        RpcMethod<TRequest, TResponse> method, TRequest request, CancellationToken cancellation)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        try
        {
            return await _channel.UnaryAsync(method, request, RpcCallOptions.Within(AnswerLimit), cancellation);
        }
        catch (RpcException refused)
        {
            throw Explain(refused);
        }
    }

    /// <summary>Hands every answer of a stream to the reader until that returns false or the stream ends.</summary>
    /// <exception cref="CommandFailure">The orchestrator does not answer, or ended.</exception>
    public async Task WatchAsync<TRequest, TResponse>(
        RpcMethod<TRequest, TResponse> method, TRequest request, Func<TResponse, bool> reader, CancellationToken cancellation)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        try
        {
            await foreach (TResponse response in _channel.ServerStreamingAsync(method, request, RpcCallOptions.None, cancellation))
            {
                if (!reader(response))
                    return;
            }
        }
        catch (RpcException refused)
        {
            throw Explain(refused);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _channel.Dispose();

    private CommandFailure Explain(RpcException refused) => refused.Code switch
    {
        RpcStatusCode.Unavailable when ExitCodeOf(refused) is null => _unavailable(refused),
        _ => new CommandFailure(
            ExitCodeOf(refused) ?? ExitCodes.Error, $"the orchestrator answered {refused.Code}: {refused.Detail}", ""),
    };

    private static int? ExitCodeOf(RpcException refused) =>
        refused.Trailers.Entries.FirstOrDefault(entry => entry.Name == RolloutMessages.ExitCodeTrailer) is { } entry
            && int.TryParse(entry.Text, CultureInfo.InvariantCulture, out int code)
                ? code
                : null;

    private static CommandFailure NothingRuns(string stateDirectory) => new(ExitCodes.Unreachable,
        $"no orchestrator runs on {stateDirectory}", "start one with `pool up`, or name its directory with --state");
}
