using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Node.V1;
using PoolTopology.Rpc.Server;
using V1 = PoolTopology.Rpc.Node.V1;

namespace PoolTopology.Node.Status;

/// <summary>The service <c>pooltopology.node.v1.NodeStatus</c> over a <see cref="StatusCell"/>.</summary>
public static class NodeStatusService
{
    private static readonly RpcMethod<GetStatusRequest, V1.Status> GetStatus =
        RpcMethod.Of<GetStatusRequest, V1.Status>(NodeReflection.Descriptor, "NodeStatus", "GetStatus");

    private static readonly RpcMethod<GetStatusRequest, V1.Status> WatchStatus =
        RpcMethod.Of<GetStatusRequest, V1.Status>(NodeReflection.Descriptor, "NodeStatus", "WatchStatus");

    /// <summary>The definition to serve.</summary>
    public static RpcServiceDefinition Define(StatusCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return RpcServiceDefinition.For(NodeReflection.Descriptor, "NodeStatus")
            .Unary(GetStatus, (_, _, _) => Task.FromResult(cell.Latest))
            .ServerStreaming(WatchStatus, (_, _, cancellation) => cell.WatchAsync(cancellation))
            .Build();
    }
}
