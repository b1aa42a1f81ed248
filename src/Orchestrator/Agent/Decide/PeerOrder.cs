using System.Collections.Immutable;
using PoolTopology.Orchestrator.Agent.State;

namespace PoolTopology.Orchestrator.Agent.Decide;

/// <summary>
/// In which order firewall and nodes learn of a change of peers: a new peer first has its door opened, then is dialled; one
/// that goes is first let go by the node, then its door is shut, then its flows end.
/// </summary>
internal static class PeerOrder
{
    /// <summary>A node hears of its peers after the rules are loaded: the order in which doors open in time.</summary>
    public static bool OpensFirst(ImmutableArray<AgentStep> steps) =>
        steps.SkipWhile(step => step is not LoadRules).Any(Tells);

    /// <summary>Puts a rule set in between, where somebody is shut out whom a node still has to let go.</summary>
    /// <param name="steps">What is to be done; rules before nodes.</param>
    /// <param name="bridge">The rule set that lets in whoever the old or the new one does; empty where the new one does.</param>
    public static ImmutableArray<AgentStep> Arrange(ImmutableArray<AgentStep> steps, string bridge)
    {
        if (bridge.Length == 0 || !OpensFirst(steps))
            return steps;
        int opens = steps.IndexOf(steps.First(step => step is LoadRules));
        int told = steps.LastIndexOf(steps.Last(Tells));
        return [.. steps[..opens], new LoadRules(bridge, ""), .. steps[(opens + 1)..(told + 1)], steps[opens], .. steps[(told + 1)..]];
    }

    private static bool Tells(AgentStep step) => step is ActOnUnit { Action: UnitAction.Reload or UnitAction.Restart or UnitAction.Stop };
}
