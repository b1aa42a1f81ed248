using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace PoolTopology.Rpc.Calls;

/// <summary>One method of a service with its message types: what clients call and servers serve.</summary>
/// <remarks>Made by <see cref="RpcMethod.Of"/>. Immutable.</remarks>
public sealed class RpcMethod<TRequest, TResponse>
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    internal RpcMethod(MethodDescriptor descriptor)
    {
        Descriptor = descriptor;
        Path = PathOf(descriptor);
        Shape = (descriptor.IsClientStreaming, descriptor.IsServerStreaming) switch
        {
            (false, false) => RpcShape.Unary,
            (false, true) => RpcShape.ServerStreaming,
            (true, false) => RpcShape.ClientStreaming,
            (true, true) => RpcShape.Duplex,
        };
        RequestParser = (MessageParser<TRequest>)descriptor.InputType.Parser;
        ResponseParser = (MessageParser<TResponse>)descriptor.OutputType.Parser;
    }

    /// <summary>The descriptor from the .proto file.</summary>
    public MethodDescriptor Descriptor { get; }

    /// <summary>The HTTP path: <c>/package.Service/Method</c>.</summary>
    public string Path { get; }

    /// <summary>How many messages travel each way.</summary>
    public RpcShape Shape { get; }

    internal MessageParser<TRequest> RequestParser { get; }

    internal MessageParser<TResponse> ResponseParser { get; }

    internal static string PathOf(MethodDescriptor descriptor) => $"/{descriptor.Service.FullName}/{descriptor.Name}";

    /// <summary>A call or handler of another shape than the .proto file declares is a programming error.</summary>
    internal void RequireShape(RpcShape shape)
    {
        if (Shape != shape)
            throw new InvalidOperationException($"{Path} is {Shape}, used as {shape}");
    }
}
