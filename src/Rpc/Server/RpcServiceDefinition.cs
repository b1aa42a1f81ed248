using Google.Protobuf.Reflection;

namespace PoolTopology.Rpc.Server;

/// <summary>A service of a .proto file with a handler for each of its methods: what a server serves.</summary>
/// <remarks>Immutable; made by <see cref="RpcServiceBuilder"/>.</remarks>
public sealed class RpcServiceDefinition
{
    internal RpcServiceDefinition(ServiceDescriptor descriptor, IReadOnlyList<MethodBinding> bindings) =>
        (Descriptor, Bindings) = (descriptor, bindings);

    /// <summary>The full name, <c>package.Service</c>.</summary>
    public string FullName => Descriptor.FullName;

    /// <summary>The descriptor from the .proto file.</summary>
    public ServiceDescriptor Descriptor { get; }

    internal IReadOnlyList<MethodBinding> Bindings { get; }

    /// <summary>Begins a definition of a service of a .proto file.</summary>
    /// <remarks>Errors: ArgumentException when the file declares no such service.</remarks>
    public static RpcServiceBuilder For(FileDescriptor file, string service)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new RpcServiceBuilder(file.Services.FirstOrDefault(candidate => candidate.Name == service)
            ?? throw new ArgumentException($"{file.Name} declares no service {service}", nameof(service)));
    }
}
