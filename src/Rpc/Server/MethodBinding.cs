using Google.Protobuf;
using Google.Protobuf.Reflection;
using PoolTopology.Rpc.Calls;

namespace PoolTopology.Rpc.Server;

/// <summary>One method with its handler: how the messages of a call reach it and leave it.</summary>
internal abstract class MethodBinding(MethodDescriptor descriptor, string path)
{
    public MethodDescriptor Descriptor { get; } = descriptor;

    public string Path { get; } = path;

    /// <summary>Whether a stopping server ends such calls at once; unary calls may finish.</summary>
    public bool IsStreaming => Descriptor.IsClientStreaming || Descriptor.IsServerStreaming;

    /// <summary>Runs the handler over the messages of the call; what it throws becomes the status.</summary>
    public abstract Task ExecuteAsync(ServerCall call);
}

internal sealed class UnaryBinding<TRequest, TResponse>(
    RpcMethod<TRequest, TResponse> method, UnaryHandler<TRequest, TResponse> handler)
    : MethodBinding(method.Descriptor, method.Path)
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    public override async Task ExecuteAsync(ServerCall call)
    {
        TRequest request = await call.ReadOnlyAsync(method.RequestParser);
        await call.WriteLastAsync(await handler(request, call.Context, call.Cancellation));
    }
}

internal sealed class ServerStreamingBinding<TRequest, TResponse>(
    RpcMethod<TRequest, TResponse> method, ServerStreamingHandler<TRequest, TResponse> handler)
    : MethodBinding(method.Descriptor, method.Path)
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    public override async Task ExecuteAsync(ServerCall call)
    {
        TRequest request = await call.ReadOnlyAsync(method.RequestParser);
        await foreach (TResponse response in
            handler(request, call.Context, call.Cancellation).WithCancellation(call.Cancellation))
        {
            await call.WriteAsync(response);
        }
    }
}

internal sealed class ClientStreamingBinding<TRequest, TResponse>(
    RpcMethod<TRequest, TResponse> method, ClientStreamingHandler<TRequest, TResponse> handler)
    : MethodBinding(method.Descriptor, method.Path)
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    public override async Task ExecuteAsync(ServerCall call)
    {
        IAsyncEnumerable<TRequest> requests = call.ReadAllAsync(method.RequestParser, call.Cancellation);
        await call.WriteLastAsync(await handler(requests, call.Context, call.Cancellation));
    }
}

internal sealed class DuplexBinding<TRequest, TResponse>(
    RpcMethod<TRequest, TResponse> method, DuplexHandler<TRequest, TResponse> handler)
    : MethodBinding(method.Descriptor, method.Path)
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    public override Task ExecuteAsync(ServerCall call)
    {
        IAsyncEnumerable<TRequest> requests = call.ReadAllAsync(method.RequestParser, call.Cancellation);
        return handler(requests, new ServerWriter<TResponse>(call), call.Context, call.Cancellation);
    }
}
