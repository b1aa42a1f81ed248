using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace PoolTopology.Rpc.Calls;

/// <summary>Finds methods of generated services.</summary>
public static class RpcMethod
{
    /// <summary>The method of a service of a .proto file, checked against the message types named here.</summary>
    /// <remarks>
    /// Errors: ArgumentException when the service has no such method or its messages are of other types. Meant for
    /// static fields, so a mistake fails at first use, not at the first call.
    /// </remarks>
    /// <example><c>RpcMethod.Of&lt;PingRequest, PingReply&gt;(EchoReflection.Descriptor, "Echo", "Ping")</c></example>
    public static RpcMethod<TRequest, TResponse> Of<TRequest, TResponse>(
        FileDescriptor file, string service, string name)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        ArgumentNullException.ThrowIfNull(file);
        ServiceDescriptor found = file.Services.FirstOrDefault(candidate => candidate.Name == service)
            ?? throw new ArgumentException($"{file.Name} declares no service {service}", nameof(service));
        MethodDescriptor method = found.FindMethodByName(name)
            ?? throw new ArgumentException($"{found.FullName} has no method {name}", nameof(name));
        Require<TRequest>(method, method.InputType, "takes");
        Require<TResponse>(method, method.OutputType, "returns");
        return new RpcMethod<TRequest, TResponse>(method);
    }

    private static void Require<TMessage>(MethodDescriptor method, MessageDescriptor actual, string verb)
    {
        if (actual.ClrType != typeof(TMessage))
            throw new ArgumentException($"{method.FullName} {verb} {actual.FullName}, not {typeof(TMessage).Name}");
    }
}
