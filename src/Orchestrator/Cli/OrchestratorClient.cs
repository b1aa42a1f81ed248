using System.Net.Sockets;
using Google.Protobuf;
using PoolTopology.Orchestrator.Server;
using PoolTopology.Orchestrator.Up;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Client;

namespace PoolTopology.Orchestrator.Cli;

/// <summary>A connection to the orchestrator that runs on a state directory.</summary>
internal sealed class OrchestratorClient : IDisposable
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(120);

    private readonly RpcChannel _channel;
    private readonly string _stateDirectory;

    private OrchestratorClient(RpcChannel channel, string stateDirectory) =>
        (_channel, _stateDirectory) = (channel, stateDirectory);

    /// <summary>Finds the orchestrator of a state directory; nothing is connected yet.</summary>
    /// <exception cref="CommandFailure">None runs there.</exception>
    public static OrchestratorClient Open(string stateDirectory)
    {
        EndpointFile endpoint = EndpointFile.TryRead(new StatePaths(stateDirectory).EndpointFile)
            ?? throw NothingRuns(stateDirectory);
        return new OrchestratorClient(
            new RpcChannel(new UnixDomainSocketEndPoint(endpoint.SocketPath), RpcChannelOptions.Default), stateDirectory);
    }

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
        RpcStatusCode.Unavailable => NothingRuns(_stateDirectory),
        _ => new CommandFailure(ExitCodes.Error, $"the orchestrator answered {refused.Code}: {refused.Detail}", ""),
    };

    private static CommandFailure NothingRuns(string stateDirectory) => new(ExitCodes.Unreachable,
        $"no orchestrator runs on {stateDirectory}", "start one with `pool up`, or name its directory with --state");
}
