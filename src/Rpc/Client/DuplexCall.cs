using System.Runtime.CompilerServices;
using Google.Protobuf;
using PoolTopology.Rpc.Calls;

namespace PoolTopology.Rpc.Client;

/// <summary>A call with messages both ways.</summary>
/// <remarks>
/// Any number of writers, one reader. The call is over when reading ends: with OK, or with the
/// <see cref="RpcException"/> that tells why. Dispose of it always; that cancels what is not over.
/// </remarks>
public sealed class DuplexCall<TRequest, TResponse> : IRpcWriter<TRequest>, IAsyncDisposable
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    private readonly ClientCall<TRequest, TResponse> _call;
    private readonly RequestStream<TRequest> _requests;

    internal DuplexCall(ClientCall<TRequest, TResponse> call, RequestStream<TRequest> requests) =>
        (_call, _requests) = (call, requests);

    /// <summary>Metadata that came after the last response; empty until reading has ended.</summary>
    public RpcMetadata Trailers => _call.Trailers;

    /// <summary>Metadata before the first response, as soon as the server sends it.</summary>
    public Task<RpcMetadata> HeadersAsync(CancellationToken cancellation) => _call.HeadersAsync(cancellation);

    /// <inheritdoc/>
    public async ValueTask WriteAsync(TRequest message, CancellationToken cancellation)
    {
        try
        {
            await _requests.WriteAsync(message, cancellation);
        }
        catch (Exception failure) when (HttpFailures.IsTransport(failure))
        {
            throw _call.TranslateWrite(failure, cancellation);
        }
    }

    /// <summary>Ends the sending half: the server's enumeration of requests ends; responses may still come.</summary>
    public ValueTask CompleteAsync(CancellationToken cancellation) => _requests.CompleteAsync(cancellation);

    /// <summary>The responses until the server ends the call.</summary>
    public async IAsyncEnumerable<TResponse> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        while (await _call.ReadAsync(cancellation) is { } response)
            yield return response;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _call.DisposeAsync();
}
