using System.Runtime.CompilerServices;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Server;
using PoolTopology.Rpc.Tests.Protos;

namespace PoolTopology.Rpc.Tests.Support;

/// <summary>A service whose handlers a test can replace one by one.</summary>
internal sealed class EchoService
{
    public UnaryHandler<Text, Text> Say { get; init; } = (request, _, _) => Task.FromResult(request);

    public ServerStreamingHandler<Count, Count> CountTo { get; init; } = CountAsync;

    public ClientStreamingHandler<Count, Count> Sum { get; init; } = SumAsync;

    public DuplexHandler<Text, Text> Chat { get; init; } = ChatAsync;

    public RpcServiceDefinition Define() => RpcServiceDefinition.For(EchoReflection.Descriptor, "Echo")
        .Unary(EchoMethods.Say, Say)
        .ServerStreaming(EchoMethods.CountTo, CountTo)
        .ClientStreaming(EchoMethods.Sum, Sum)
        .Duplex(EchoMethods.Chat, Chat)
        .Build();

    private static async IAsyncEnumerable<Count> CountAsync(
        Count request, RpcContext context, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (int i = 1; i <= request.Value; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return new Count { Value = i };
            await Task.Yield();
        }
    }

    private static async Task<Count> SumAsync(
        IAsyncEnumerable<Count> requests, RpcContext context, CancellationToken cancellation)
    {
        int sum = 0;
        await foreach (Count request in requests.WithCancellation(cancellation))
            sum += request.Value;
        return new Count { Value = sum };
    }

    private static async Task ChatAsync(
        IAsyncEnumerable<Text> requests, IRpcWriter<Text> responses, RpcContext context, CancellationToken cancellation)
    {
        await foreach (Text request in requests.WithCancellation(cancellation))
            await responses.WriteAsync(request, cancellation);
    }
}
