using System.Globalization;
using PoolTopology.Orchestrator.Audit;
using PoolTopology.Orchestrator.Plan;
using PoolTopology.Orchestrator.Rollout;

namespace PoolTopology.Orchestrator.Deploy;

/// <summary>A machine that was rolled out to from here and is no longer in the topology file: nobody changes it any more.</summary>
/// <param name="Machine">Its name.</param>
/// <param name="Generation">The generation that it was left at.</param>
/// <param name="Units">The services that it was left with.</param>
internal sealed record DepartedMachine(string Machine, long Generation, IReadOnlyList<string> Units)
{
    /// <summary>What a person should know and do.</summary>
    public string Sentence => string.Create(
        CultureInfo.InvariantCulture,
        $"{Machine} is no longer in topology.yaml; it was left at generation {Generation}{Running}. Put it back into the file, or "
        + $"{(Units.Count > 0 ? $"`systemctl disable --now {string.Join(' ', Units)}` there" : "switch it off")} and note it: pool retire {Machine}");

    private string Running => Units.Count > 0 ? $" and still runs {string.Join(", ", Units)} unless somebody has stopped it" : "";

    /// <summary>Those that an audit log tells of, in order of their names.</summary>
    /// <param name="entries">The log.</param>
    /// <param name="isKnown">Whether the topology file has a machine.</param>
    /// <param name="findPlan">The plan with an id, or null.</param>
    public static IEnumerable<DepartedMachine> Of(
        IEnumerable<AuditEntry> entries, Func<string, bool> isKnown, Func<string, DeploymentPlan?> findPlan)
    {
        Dictionary<string, string> plans = new(StringComparer.Ordinal);
        SortedDictionary<string, (string Rollout, long? Back)> last = new(StringComparer.Ordinal);
        foreach (AuditEntry entry in entries)
        {
            if (entry.Event is RolloutBegun begun)
                plans[entry.Rollout] = begun.PlanId;
            if (entry.Event is not MachineEvent { Machine: var machine } || isKnown(machine))
                continue;
            if (entry.Event is MachineActivated)
                last[machine] = (entry.Rollout, null);
            else if (entry.Event is MachineReverted { Generation: var back })
                last[machine] = (entry.Rollout, back);
            else if (entry.Event is MachineRetired)
                last.Remove(machine);
        }

        foreach ((string machine, (string rollout, long? back)) in last)
        {
            // Back before its first generation: nothing of the pool is on it.
            if (back == 0)
                continue;
            DeploymentPlan? plan = plans.TryGetValue(rollout, out string? id) ? findPlan(id) : null;
            MachineChange? change = plan?.Machines.FirstOrDefault(one => one.Machine == machine);
            yield return new DepartedMachine(
                machine, back ?? plan?.Generation ?? 0,
                [.. (change?.Nodes ?? []).Where(node => node.Expectation.Runs).Select(node => node.Unit)]);
        }
    }
}
