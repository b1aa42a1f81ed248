using Google.Protobuf;
using PoolTopology.Rpc.Calls;

namespace PoolTopology.Rpc.Client;

/// <summary>A call with a stream of requests and one response.</summary>
/// <remarks>Dispose of it always; that cancels what is not over.</remarks>
public sealed class ClientStreamingCall<TRequest, TResponse> : IRpcWriter<TRequest>, IAsyncDisposable
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    private readonly ClientCall<TRequest, TResponse> _call;
    private readonly RequestStream<TRequest> _requests;
    private readonly Lock _gate = new();
    private Task<TResponse>? _response;

    internal ClientStreamingCall(ClientCall<TRequest, TResponse> call, RequestStream<TRequest> requests) =>
        (_call, _requests) = (call, requests);

    /// <inheritdoc/>
    /// <remarks>
    /// A server may end the call before it has read everything: writing then throws its status, or ABORTED where it
    /// has answered already and <see cref="CompleteAsync"/> has the answer.
    /// </remarks>
    public async ValueTask WriteAsync(TRequest message, CancellationToken cancellation)
    {
        try
        {
            await _requests.WriteAsync(message, cancellation);
        }
        catch (Exception failure) when (HttpFailures.IsTransport(failure) && !cancellation.IsCancellationRequested)
        {
            await ResponseAsync().WaitAsync(cancellation);
            throw new RpcException(RpcStatusCode.Aborted, "the server answered already", cause: failure);
        }
    }

    /// <summary>Ends the requests and waits for the response.</summary>
    public async Task<TResponse> CompleteAsync(CancellationToken cancellation)
    {
        await _requests.CompleteAsync(cancellation);
        return await ResponseAsync().WaitAsync(cancellation);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _call.DisposeAsync();

    /// <summary>The one response, read once whoever asks first; it ends with the call at the latest.</summary>
    private Task<TResponse> ResponseAsync()
    {
        lock (_gate)
            return _response ??= _call.ReadOnlyAsync(CancellationToken.None).AsTask();
    }
}
