using PoolTopology.Orchestrator.Design;
using PoolTopology.Orchestrator.Events;
using PoolTopology.Orchestrator.Observed;
using PoolTopology.Orchestrator.State;
using PoolTopology.Rpc.Orchestrator.V1;

namespace PoolTopology.Orchestrator.Server;

/// <summary>State and events as the orchestrator's messages. Pure.</summary>
internal static class PoolMessages
{
    /// <summary>The whole pool.</summary>
    public static Pool ToMessage(PoolState state, DateTimeOffset now)
    {
        Pool pool = new()
        {
            Name = state.Name,
            Ticker = state.Ticker,
            BlocksForged = state.BlocksForged,
            DoubleSignedSlots = (ulong)state.Evidence.DoubleSignedSlots.Count,
            Isolated = state.IsIsolated,
        };
        if (state.Propagation.P50Ms is { } median)
            pool.PropagationP50Ms = median;
        if (state.Propagation.P95Ms is { } high)
            pool.PropagationP95Ms = high;
        pool.Nodes.AddRange(state.Nodes.Select(node => ToMessage(node, now)));
        return pool;
    }

    /// <summary>One event.</summary>
    public static Event ToMessage(PoolEvent happened) => new()
    {
        At = EventJson.Iso(happened.At),
        Type = happened.Type,
        Node = happened.Node ?? "",
        DetailJson = EventJson.Fields(happened),
    };

    /// <summary>One event that is kept.</summary>
    public static Event ToMessage(KeptEvent kept) => new()
    {
        At = kept.At,
        Type = kept.Type,
        Node = kept.Node,
        DetailJson = kept.Detail,
        Sequence = (ulong)kept.Sequence,
    };

    private static Node ToMessage(NodeState node, DateTimeOffset now)
    {
        Node message = new()
        {
            Name = node.Name,
            Role = node.Role.Word(),
            Machine = node.Machine,
            Attached = node.IsAttached,
            Restarts = node.Restarts,
            NodeAddress = node.NodeAddress.ToString(),
            RpcAddress = node.RpcAddress.ToString(),
        };
        if (node.Status is { } status)
        {
            message.Status = status;
            message.ReportAgeSeconds = Math.Max(0, (now - node.ReportedAt).TotalSeconds);
        }

        return message;
    }
}
