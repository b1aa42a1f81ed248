using System.Text;
using PoolTopology.Orchestrator.Agent.Machine;
using PoolTopology.Orchestrator.Agent.Observe;
using PoolTopology.Orchestrator.Enrolment;
using PoolTopology.Orchestrator.Plan;
using PoolTopology.Orchestrator.Ssh;
using PoolTopology.Rpc.Agent.V1;
using PoolTopology.Topology.Deployment;

namespace PoolTopology.Orchestrator.Look;

/// <summary>Says of a machine that it is as it should be, without an agent there.</summary>
/// <remarks>
/// The facts are those that an agent would gather, read by the machine's own tools in one round trip, and judged by the
/// agent's own code on this side. Only one answer counts: that nothing is to do. Anything else, a doubt included, is
/// left to an agent.
/// </remarks>
internal static class QuickLook
{
    /// <summary>The machine, if it is in order; else null.</summary>
    /// <exception cref="MachineException">It could not be reached.</exception>
    public static async Task<ObservedMachine?> LookAsync(
        SshConnector connector, DesiredMachine desired, MachineRelease release, TimeProvider time, CancellationToken cancellation)
    {
        LookQuestion question = LookQuestion.Of(desired, release);
        byte[]? printed = await connector.ReadAsync(
            desired.MachineName, Encoding.UTF8.GetBytes(LookScript.Of(question)), cancellation);
        return printed is null ? null : await JudgeAsync(question, desired, printed, time, cancellation);
    }

    /// <summary>What the script's answer means.</summary>
    internal static async Task<ObservedMachine?> JudgeAsync(
        LookQuestion question, DesiredMachine desired, byte[] printed, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            Inspect inspect = new() { WithRuleset = true };
            inspect.Paths.AddRange(desired.Files.Select(file => file.Path).Concat(desired.Secrets.Select(secret => secret.Path)));
            inspect.Units.AddRange(desired.Units.Select(unit => unit.Name));
            inspect.Identities.AddRange(IdentityPlaces.Of(desired));
            ObservedMachine seen = await new MachineObserver(LookedMachine.Read(question, printed), time).ObserveAsync(inspect, cancellation);
            return IsInOrder(seen, desired, question.Release) ? seen : null;
        }
        catch (Exception doubt) when (doubt is LookException or MachineFailure)
        {
            return null;
        }
    }

    private static bool IsInOrder(ObservedMachine seen, DesiredMachine desired, string release) =>
        seen.Release == release && seen.Generation > 0 && seen.JournalDamage.Length == 0
        && seen.Interrupted is null && seen.PendingRevert is null && seen.RulesetHash.Length > 0
        && seen.Files.All(file => file.Exists && (file.AsReleased || !file.IsReleased))
        && desired.Units.All(unit => UnitState.Find(seen, unit.Name) is { } there
            && UnitState.IsActive(there) == unit.IsActive && UnitState.IsEnabled(there) == unit.IsEnabled);
}
