using Google.Protobuf;
using Google.Protobuf.Reflection;
using PoolTopology.Rpc.Calls;

namespace PoolTopology.Rpc.Server;

/// <summary>Binds handlers to the methods of a service; the message types follow from the method.</summary>
public sealed class RpcServiceBuilder
{
    private readonly ServiceDescriptor _service;
    private readonly List<MethodBinding> _bindings = [];

    internal RpcServiceBuilder(ServiceDescriptor service) => _service = service;

    /// <summary>Binds a method of one request and one response.</summary>
    public RpcServiceBuilder Unary<TRequest, TResponse>(
        RpcMethod<TRequest, TResponse> method, UnaryHandler<TRequest, TResponse> handler)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        Bind(method, RpcShape.Unary, new UnaryBinding<TRequest, TResponse>(method, handler));

    /// <summary>Binds a method of one request and a stream of responses.</summary>
    public RpcServiceBuilder ServerStreaming<TRequest, TResponse>(
        RpcMethod<TRequest, TResponse> method, ServerStreamingHandler<TRequest, TResponse> handler)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        Bind(method, RpcShape.ServerStreaming, new ServerStreamingBinding<TRequest, TResponse>(method, handler));

    /// <summary>Binds a method of a stream of requests and one response.</summary>
    public RpcServiceBuilder ClientStreaming<TRequest, TResponse>(
        RpcMethod<TRequest, TResponse> method, ClientStreamingHandler<TRequest, TResponse> handler)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        Bind(method, RpcShape.ClientStreaming, new ClientStreamingBinding<TRequest, TResponse>(method, handler));

    /// <summary>Binds a method of streams both ways.</summary>
    public RpcServiceBuilder Duplex<TRequest, TResponse>(
        RpcMethod<TRequest, TResponse> method, DuplexHandler<TRequest, TResponse> handler)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        Bind(method, RpcShape.Duplex, new DuplexBinding<TRequest, TResponse>(method, handler));

    /// <summary>The definition.</summary>
    /// <remarks>Errors: InvalidOperationException naming every method of the service that has no handler.</remarks>
    public RpcServiceDefinition Build()
    {
        string[] unbound = [.. _service.Methods
            .Where(method => _bindings.TrueForAll(binding => binding.Descriptor != method))
            .Select(method => method.Name)];
        if (unbound.Length > 0)
            throw new InvalidOperationException($"{_service.FullName}: no handler for {string.Join(", ", unbound)}");
        return new RpcServiceDefinition(_service, [.. _bindings]);
    }

    private RpcServiceBuilder Bind<TRequest, TResponse>(
        RpcMethod<TRequest, TResponse> method, RpcShape shape, MethodBinding binding)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        method.RequireShape(shape);
        if (method.Descriptor.Service != _service)
            throw new ArgumentException($"{method.Path} is not a method of {_service.FullName}", nameof(method));
        if (_bindings.Exists(bound => bound.Descriptor == method.Descriptor))
            throw new ArgumentException($"{method.Path} has two handlers", nameof(method));
        _bindings.Add(binding);
        return this;
    }
}
