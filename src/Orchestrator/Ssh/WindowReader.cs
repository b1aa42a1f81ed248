using System.Collections.Immutable;
using PoolTopology.Orchestrator.Plan;
using PoolTopology.Orchestrator.Rollout;
using PoolTopology.Rpc.Agent.V1;
using PoolTopology.Rpc.Node.V1;

namespace PoolTopology.Orchestrator.Ssh;

/// <summary>From what an agent saw of a producer to when the producer may be away. Pure.</summary>
internal static class WindowReader
{
    /// <summary>What the answer says.</summary>
    /// <param name="change">The producer's machine.</param>
    /// <param name="seen">What its agent saw.</param>
    /// <param name="before">The operator's clock before the agent was asked.</param>
    /// <param name="after">And after it had answered.</param>
    public static SlotWindows Read(MachineChange change, ObservedMachine seen, DateTimeOffset before, DateTimeOffset after)
    {
        NodeChange producer = change.Nodes.First(node => node.IsForger && node.IsInterrupted);
        if (!UnitState.IsActive(UnitState.Find(seen, producer.Unit)))
            return SlotWindows.NotNeeded($"{producer.Node} does not run");
        if (producer.RpcAddress.Length == 0)
            return SlotWindows.NeverTold("cardano-node does not tell its free windows");
        ObservedNode? answer = seen.Nodes.FirstOrDefault(node => node.Name == producer.Node);
        if (answer is not { Error.Length: 0, Status: { } status })
            return SlotWindows.Unknown($"{producer.Node} does not answer: {answer?.Error ?? "it was not asked"}");
        if (status.Role == "relay")
            return SlotWindows.NotNeeded($"{producer.Node} runs as a relay");
        if (status.Forging is not { } forging)
            return SlotWindows.Unknown("its keys have not been read yet");
        return forging.FreeWindows is { } windows
            ? Read(windows, seen.ClockUnixMs, before, after)
            : SlotWindows.NeverTold("its program does not tell its free windows");
    }

    /// <summary>The least that a machine's clock is ahead of ours.</summary>
    public static TimeSpan Ahead(ObservedMachine seen, DateTimeOffset after) =>
        DateTimeOffset.FromUnixTimeMilliseconds(seen.ClockUnixMs) - after;

    private static SlotWindows Read(FreeWindows windows, long clock, DateTimeOffset before, DateTimeOffset after)
    {
        switch (windows.Knowledge)
        {
            case FreeWindows.Types.Knowledge.NeverForges:
                return SlotWindows.NotNeeded(windows.Reason);
            case FreeWindows.Types.Knowledge.Known:
                // The machine read its clock between our two: a window that both leave is one for sure.
                DateTimeOffset theirs = DateTimeOffset.FromUnixTimeMilliseconds(clock);
                TimeSpan latest = after - theirs;
                TimeSpan earliest = before - theirs;
                ImmutableArray<SlotWindow> ours =
                [
                    .. windows.Windows.Select(window => new SlotWindow(
                            DateTimeOffset.FromUnixTimeMilliseconds(window.FromUnixMs) + latest,
                            DateTimeOffset.FromUnixTimeMilliseconds(window.ToUnixMs) + earliest))
                        .Where(window => window.From < window.To),
                ];
                return SlotWindows.Known(ours);
            default:
                return SlotWindows.Unknown(windows.Reason.Length > 0 ? windows.Reason : "it does not say why");
        }
    }
}
