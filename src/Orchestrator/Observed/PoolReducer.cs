using System.Collections.Immutable;
using PoolTopology.Orchestrator.Design;
using PoolTopology.Orchestrator.Events;
using PoolTopology.Rpc.Node.V1;
using PoolTopology.Topology.Document;

namespace PoolTopology.Orchestrator.Observed;

/// <summary>What an observation changes, and what of it is worth telling. Pure.</summary>
internal static class PoolReducer
{
    /// <summary>The next state and the events that this observation causes.</summary>
    /// <remarks>An observation about a node that the design does not know changes nothing.</remarks>
    public static (PoolState Next, ImmutableArray<PoolEvent> Events) Apply(PoolState state, Observation seen)
    {
        if (state.FindNode(seen.Node) is not { } node)
            return (state, []);
        return seen switch
        {
            Observation.ProcessStarted started => Started(state, node, started),
            Observation.ProcessExited exited => Exited(state, node, exited),
            Observation.ProcessRestarting restarting => Restarting(state, node, restarting),
            Observation.ProcessFailed failed => Failed(state, node, failed),
            Observation.Attached attached => Attached(state, node, attached),
            Observation.Detached detached => Detached(state, node, detached),
            Observation.Reported reported => Reported(state, node, reported),
            Observation.Adopted adopted => Adopted(state, node, adopted),
            Observation.Forged forged => Forged(state, node, forged),
            Observation.Pushed pushed =>
                (state, [new PeersPushed(pushed.At, node.Name, pushed.Outcome, pushed.Detail)]),
            _ => throw new ArgumentOutOfRangeException(nameof(seen), seen, "no such observation"),
        };
    }

    private static (PoolState, ImmutableArray<PoolEvent>) Started(
        PoolState state, NodeState node, Observation.ProcessStarted seen)
    {
        NodeState next = node with { Phase = ProcessPhase.Running, Pid = seen.Pid, Trouble = "" };
        return (state.With(next),
            [new NodeStarted(seen.At, node.Name, seen.Pid, node.Role.Word(), seen.NodeAddress, seen.RpcAddress)]);
    }

    private static (PoolState, ImmutableArray<PoolEvent>) Exited(
        PoolState state, NodeState node, Observation.ProcessExited seen)
    {
        NodeExited told = new(
            seen.At, node.Name, seen.Pid, seen.ExitCode, seen.RanFor, seen.Expected, seen.LastWords);
        NodeState next = node with
        {
            Phase = seen.Expected ? ProcessPhase.Stopped : ProcessPhase.Waiting,
            Pid = 0,
            Trouble = told.Text,
        };
        return (state.With(next), [told]);
    }

    private static (PoolState, ImmutableArray<PoolEvent>) Restarting(
        PoolState state, NodeState node, Observation.ProcessRestarting seen)
    {
        NodeState next = node with { Restarts = node.Restarts + 1 };
        return (state.With(next), [new NodeRestarting(seen.At, node.Name, next.Restarts, seen.After)]);
    }

    private static (PoolState, ImmutableArray<PoolEvent>) Failed(
        PoolState state, NodeState node, Observation.ProcessFailed seen)
    {
        NodeState next = node with { Phase = ProcessPhase.Failed, Pid = 0, Trouble = seen.Reason };
        return (state.With(next), [new NodeFailed(seen.At, node.Name, seen.Reason)]);
    }

    private static (PoolState, ImmutableArray<PoolEvent>) Attached(
        PoolState state, NodeState node, Observation.Attached seen) =>
        (state.With(node with { IsAttached = true }),
            [new NodeAttached(seen.At, node.Name, seen.Hello.Version, seen.Hello.Pid)]);

    private static (PoolState, ImmutableArray<PoolEvent>) Detached(
        PoolState state, NodeState node, Observation.Detached seen) =>
        (state.With(node with { IsAttached = false }), [new NodeDetached(seen.At, node.Name, seen.Reason)]);

    private static (PoolState, ImmutableArray<PoolEvent>) Reported(
        PoolState state, NodeState node, Observation.Reported seen)
    {
        ImmutableArray<PoolEvent> changes =
            [.. HealthChanges(node.Status, seen.Status).Select(service =>
                new HealthChanged(seen.At, node.Name, service.Service, service.Serving, service.Reason))];
        PoolState next = state.With(node with { Status = seen.Status, ReportedAt = seen.At });
        return (next with { FirstSlot = state.FirstSlot ?? seen.Status.CurrentSlot }, changes);
    }

    // A changed reason alone is not an event: reasons carry counters.
    private static IEnumerable<ServiceHealth> HealthChanges(Status? before, Status now) =>
        now.Health.Where(service =>
            before?.Health.FirstOrDefault(old => old.Service == service.Service)?.Serving != service.Serving);

    private static (PoolState, ImmutableArray<PoolEvent>) Adopted(
        PoolState state, NodeState node, Observation.Adopted seen)
    {
        Rpc.Control.V1.BlockAdopted block = seen.Block;
        BlockRecord record = new(block.Slot, block.Hash, block.BlockNo, block.Issuer, null,
            ImmutableSortedDictionary<string, double>.Empty.Add(node.Name, block.DelayMs));
        Events.BlockAdopted told = new(seen.At, node.Name, block.Slot, block.Hash, block.BlockNo, block.Issuer,
            block.DelayMs, block.RolledBack);
        return WithBlock(state, node, seen.At, record, told);
    }

    private static (PoolState, ImmutableArray<PoolEvent>) Forged(
        PoolState state, NodeState node, Observation.Forged seen)
    {
        Rpc.Control.V1.BlockForged block = seen.Block;
        BlockRecord record = new(block.Slot, block.Hash, block.BlockNo, block.Issuer, node.Name,
            ImmutableSortedDictionary<string, double>.Empty);
        Events.BlockForged told = new(
            seen.At, node.Name, block.Slot, block.Hash, block.BlockNo, block.Issuer, block.SizeBytes);
        return WithBlock(state, node, seen.At, record, told);
    }

    private static (PoolState, ImmutableArray<PoolEvent>) WithBlock(
        PoolState state, NodeState node, DateTimeOffset at, BlockRecord seen, PoolEvent told)
    {
        BlockKey key = new(seen.Slot, seen.Issuer, seen.Hash);
        BlockRecord? before = state.Evidence.Blocks.GetValueOrDefault(key);
        BlockEvidence evidence = state.Evidence.With(seen, out BlockRecord? conflict);
        BlockRecord after = evidence.Blocks.GetValueOrDefault(key) ?? seen;
        PoolState next = state with { Evidence = evidence };

        if (IsOurs(state, after) && (before is null || !IsOurs(state, before)))
        {
            next = next with { BlocksForged = state.BlocksForged + 1 };
            if (state.LastForged is null || after.Slot > state.LastForged.Slot)
                next = next with { LastForged = after };
        }

        // A block from before this run is fetched by catching up: its delay says nothing about propagation.
        if (IsOurs(state, after) && LastRelayDelayMs(state, after) is { } delayMs
            && (before is null || LastRelayDelayMs(state, before) is null))
            next = next with { Propagation = state.Propagation.With(delayMs) };

        return conflict is null
            ? (next, [told])
            : (next, [told, new DoubleSigned(at, node.Name, seen.Slot, seen.Issuer, seen.Hash, conflict.Hash)]);
    }

    // A producer that is killed right after it published a block never reports it: the relays' reports count as well,
    // for blocks of the pool's own issuer that are younger than this run.
    private static bool IsOurs(PoolState state, BlockRecord block) =>
        block.ForgedBy is not null
        || (block.Slot >= state.FirstSlot && state.Nodes.Any(node =>
            node.Role == NodeRole.Producer && node.Status?.Forging?.PoolId == block.Issuer));

    private static double? LastRelayDelayMs(PoolState state, BlockRecord block)
    {
        double? last = null;
        foreach (NodeState relay in state.Nodes.Where(node => node.Role == NodeRole.Relay))
        {
            if (!block.DelaysMs.TryGetValue(relay.Name, out double delay))
                return null;
            last = last is null ? delay : Math.Max(last.Value, delay);
        }

        return last;
    }
}
