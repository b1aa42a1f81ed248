using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Control.V1;

namespace PoolTopology.Orchestrator.Server;

/// <summary>The methods of the service that nodes attach to.</summary>
internal static class ControlMethods
{
    /// <summary>The connection that a node opens to its orchestrator.</summary>
    public static readonly RpcMethod<NodeReport, Order> Attach =
        RpcMethod.Of<NodeReport, Order>(ControlReflection.Descriptor, "Control", "Attach");
}
