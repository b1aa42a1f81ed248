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

    internal ClientStreamingCall(ClientCall<TRequest, TResponse> call, RequestStream<TRequest> requests) =>
        (_call, _requests) = (call, requests);

    /// <inheritdoc/>
    /// <remarks>Once the server has ended the call early, the status comes from <see cref="CompleteAsync"/>.</remarks>
    public async ValueTask WriteAsync(TRequest message, CancellationToken cancellation)
    {
        try
        {
            await _requests.WriteAsync(message, cancellation);
        }
        catch (Exception failure) when (HttpFailures.IsTransport(failure))
        {
            throw _call.Translate(failure, cancellation);
        }
    }

    /// <summary>Ends the requests and waits for the response.</summary>
    public async Task<TResponse> CompleteAsync(CancellationToken cancellation)
    {
        await _requests.CompleteAsync(cancellation);
        return await _call.ReadOnlyAsync(cancellation);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _call.DisposeAsync();
}
