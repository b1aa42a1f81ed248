using PoolTopology.Orchestrator.Audit;
using PoolTopology.Orchestrator.Rollout;

namespace PoolTopology.Orchestrator.Deploy;

/// <summary>How long machines' restarts took, as rollouts from here measured them.</summary>
internal static class RestartHistory
{
    /// <summary>Seconds by machine, the latest last.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<double>> Of(IEnumerable<AuditEntry> entries) => entries
        .Select(entry => entry.Event)
        .OfType<MachineHealthy>()
        .Where(healthy => healthy.AwaySeconds is not null)
        .GroupBy(healthy => healthy.Machine, StringComparer.Ordinal)
        .ToDictionary(
            group => group.Key,
            group => (IReadOnlyList<double>)[.. group.Select(healthy => healthy.AwaySeconds.GetValueOrDefault())],
            StringComparer.Ordinal);
}
