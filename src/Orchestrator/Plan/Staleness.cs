using System.Globalization;

namespace PoolTopology.Orchestrator.Plan;

/// <summary>What has moved since a plan was made.</summary>
internal static class Staleness
{
    /// <summary>One sentence for each thing that moved; none where the plan still fits.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="now">The plan that would be made now.</param>
    public static IEnumerable<string> Of(DeploymentPlan plan, DeploymentPlan now)
    {
        if (plan.Topology != now.Topology)
            yield return "topology.yaml has changed since the plan was made";
        if (plan.Generation != now.Generation)
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"generation {now.Generation - 1} was begun since; the plan makes generation {plan.Generation}");
        foreach (MachineChange change in plan.Machines)
        {
            foreach (string moved in OfMachine(change, now))
                yield return moved;
        }
    }

    private static IEnumerable<string> OfMachine(MachineChange change, DeploymentPlan now)
    {
        MachineChange? current = now.Machines.FirstOrDefault(other => other.Machine == change.Machine);
        if (current is null)
        {
            yield return $"{change.Machine} is as it should be already";
            yield break;
        }

        if (current.Base.MachineId != change.Base.MachineId)
            yield return $"{change.Machine} is another machine now (machine id {current.Base.MachineId})";
        if (current.Base.Generation != change.Base.Generation)
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{change.Machine} was at generation {change.Base.Generation} and is at {current.Base.Generation}");
        else if (current.Base.Fingerprint != change.Base.Fingerprint)
            yield return $"{change.Machine}: files, services or rules were changed by hand: {Difference(change, current)}";
        if (current.Release != change.Release)
            yield return $"{change.Machine}: other files or programs would be rolled out than planned";
    }

    private static string Difference(MachineChange planned, MachineChange current)
    {
        string[] paths = [.. current.Files.Where(file => !planned.Files.Contains(file)).Select(file => file.Path)
            .Concat(planned.Files.Where(file => !current.Files.Contains(file)).Select(file => file.Path))
            .Distinct(StringComparer.Ordinal)];
        return paths.Length == 0 ? "services or rule set" : string.Join(", ", paths.Take(3));
    }
}
