using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using PoolTopology.Orchestrator.Authority;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Control.V1;
using PoolTopology.Rpc.Server;

namespace PoolTopology.Orchestrator.Server;

/// <summary>Gives nodes their certificates. Serves callers over mutual TLS only.</summary>
/// <param name="registrar">Gives certificates out.</param>
/// <param name="isNode">Whether the pool still has a node of that name.</param>
internal sealed class RegistrationService(Registrar registrar, Func<string, bool> isNode)
{
    /// <summary>Asks for a certificate.</summary>
    public static readonly RpcMethod<RenewRequest, RenewResponse> Renew =
        RpcMethod.Of<RenewRequest, RenewResponse>(ControlReflection.Descriptor, "Registration", "Renew");

    /// <summary>The service as a server serves it.</summary>
    public RpcServiceDefinition Define() =>
        RpcServiceDefinition.For(ControlReflection.Descriptor, "Registration")
            .Unary(Renew, (request, context, _) => Task.FromResult(Answer(request, context)))
            .Build();

    private RenewResponse Answer(RenewRequest request, RpcContext context)
    {
        if (context.Caller is not { } caller || context.CallerCertificate is not { } with)
            throw new RpcException(RpcStatusCode.Unauthenticated, "certificates are given over mutual TLS only");
        if (!isNode(caller.Name))
            throw new RpcException(RpcStatusCode.PermissionDenied, $"this pool has no node \"{caller.Name}\" any more");
        using X509Certificate2 issued = registrar.Answer(caller, with, request.Request.ToByteArray());
        return new RenewResponse { Certificate = ByteString.CopyFrom(issued.RawData) };
    }
}
