using PoolTopology.Orchestrator.Agent.State;

namespace PoolTopology.Orchestrator.Agent.Decide;

/// <summary>Which releases may go.</summary>
internal static class PruneRule
{
    /// <summary>
    /// Releases that no way back needs. In force, confirmed, stable and everything since stays, and the newest of those
    /// before.
    /// </summary>
    /// <param name="state">The machine's state.</param>
    /// <param name="releases">What is on the machine.</param>
    /// <param name="keep">How many generations before the last good one keep their release.</param>
    public static IReadOnlyList<string> Removable(AgentState state, IReadOnlyList<string> releases, int keep)
    {
        long stable = state.LastOf(ConfirmationLevel.Stable);
        long good = stable > 0 ? stable : state.LastOf(ConfirmationLevel.Reachable);
        HashSet<string> needed = [.. state.History.Where(record => record.Number >= good).Select(record => record.Release)];
        needed.UnionWith(state.History
            .Where(record => record.Number < good)
            .Select(record => record.Release)
            .Reverse()
            .Distinct()
            .Take(keep));
        if (state.Underway is { } underway)
            needed.Add(underway.Release);
        return [.. releases.Where(release => !needed.Contains(release))];
    }
}
