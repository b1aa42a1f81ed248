using System.Net;
using PoolTopology.Rpc.Agent.V1;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Client;
using PoolTopology.Rpc.Node.V1;

namespace PoolTopology.Orchestrator.Agent.Observe;

/// <summary>Asks a node on this machine how it is.</summary>
internal static class NodeObserver
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly RpcMethod<GetStatusRequest, Status> GetStatus =
        RpcMethod.Of<GetStatusRequest, Status>(NodeReflection.Descriptor, "NodeStatus", "GetStatus");

    /// <summary>Asks once; a node that does not answer is an observation, too.</summary>
    public static async Task<ObservedNode> AskAsync(NodeEndpoint node, TimeProvider time, CancellationToken cancellation)
    {
        if (node.MetricsAddress.Length > 0)
            return await MetricsObserver.AskAsync(node, time, cancellation);
        if (!RpcAddress.TryParse(node.Address, out EndPoint? address))
            return new ObservedNode { Name = node.Name, Error = $"'{node.Address}' is no address" };
        using RpcChannel channel = new(address, RpcChannelOptions.Default with { ConnectTimeout = Patience, Clock = time });
        try
        {
            Status status = await channel.UnaryAsync(
                GetStatus, new GetStatusRequest(), RpcCallOptions.Within(Patience), cancellation);
            return new ObservedNode { Name = node.Name, Status = status };
        }
        catch (RpcException unanswered)
        {
            return new ObservedNode { Name = node.Name, Error = unanswered.Message };
        }
    }
}
