using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Reflection.V1;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Server;
using Alpha = Grpc.Reflection.V1Alpha;

namespace PoolTopology.Rpc.Reflection;

/// <summary>The standard service <c>grpc.reflection.v1.ServerReflection</c>, and its older name v1alpha.</summary>
/// <remarks>
/// Lets a client without .proto files list the services and learn their messages.
/// Spec: https://github.com/grpc/grpc/blob/master/doc/server-reflection.md
/// </remarks>
public static class ReflectionService
{
    private static readonly RpcMethod<ServerReflectionRequest, ServerReflectionResponse> Info =
        RpcMethod.Of<ServerReflectionRequest, ServerReflectionResponse>(
            ReflectionReflection.Descriptor, "ServerReflection", "ServerReflectionInfo");

    private static readonly RpcMethod<Alpha.ServerReflectionRequest, Alpha.ServerReflectionResponse> AlphaInfo =
        RpcMethod.Of<Alpha.ServerReflectionRequest, Alpha.ServerReflectionResponse>(
            Alpha.ReflectionReflection.Descriptor, "ServerReflection", "ServerReflectionInfo");

    /// <summary>The definitions to serve beside these services: reflection describes them and itself.</summary>
    public static IReadOnlyList<RpcServiceDefinition> Define(IReadOnlyList<RpcServiceDefinition> services)
    {
        ArgumentNullException.ThrowIfNull(services);
        ServiceDescriptor[] described =
            [.. services.Select(service => service.Descriptor), Info.Descriptor.Service, AlphaInfo.Descriptor.Service];
        ReflectionAnswers answers = new(described);
        return
        [
            RpcServiceDefinition.For(ReflectionReflection.Descriptor, "ServerReflection")
                .Duplex(Info, async (requests, responses, _, cancellation) =>
                {
                    await foreach (ServerReflectionRequest request in requests.WithCancellation(cancellation))
                        await responses.WriteAsync(answers.Answer(request), cancellation);
                })
                .Build(),
            RpcServiceDefinition.For(Alpha.ReflectionReflection.Descriptor, "ServerReflection")
                .Duplex(AlphaInfo, async (requests, responses, _, cancellation) =>
                {
                    await foreach (Alpha.ServerReflectionRequest request in requests.WithCancellation(cancellation))
                        await responses.WriteAsync(AnswerAlpha(answers, request), cancellation);
                })
                .Build(),
        ];
    }

    /// <summary>The versions differ in their package name only, so one answers by the bytes of the other.</summary>
    private static Alpha.ServerReflectionResponse AnswerAlpha(
        ReflectionAnswers answers, Alpha.ServerReflectionRequest request) =>
        Alpha.ServerReflectionResponse.Parser.ParseFrom(
            answers.Answer(ServerReflectionRequest.Parser.ParseFrom(request.ToByteString())).ToByteString());
}
