using System.Collections.Immutable;
using PoolTopology.Rpc.Agent.V1;
using PoolTopology.Topology.Deployment;

namespace PoolTopology.Orchestrator.Plan;

/// <summary>From the files and services that change to what the machine does, in order.</summary>
/// <remarks>
/// Services that go stop first; then files; then accounts and systemd's view of units; then the firewall, so that a node
/// that starts finds its doors open; then the nodes.
/// </remarks>
internal static class StepOrder
{
    private const string AccountMaker = "systemd-sysusers.service";

    /// <summary>The steps; empty where nothing changes.</summary>
    /// <param name="desired">What belongs on the machine.</param>
    /// <param name="files">What changes.</param>
    /// <param name="observed">What is there.</param>
    /// <param name="releaseHash">The release that will be in force.</param>
    /// <param name="isFirewallLoose">The kernel has other rules than the file in force says.</param>
    public static ImmutableArray<PlannedStep> Of(
        DesiredMachine desired, ImmutableArray<FileChange> files, ObservedMachine observed, string releaseHash,
        bool isFirewallLoose)
    {
        ImmutableArray<ChangeEffect> effects = EffectsOf(desired, files);
        string[] gone = [.. files.Where(change => change.Symbol == ChangeSymbol.Remove)
            .Select(change => FileDifference.UnitAt(change.Path)).Where(unit => unit.Length > 0)];
        List<PlannedStep> steps = [];
        foreach (string unit in gone)
            steps.AddRange([new(PlannedStepKind.Stop, unit), new(PlannedStepKind.Disable, unit)]);
        if (observed.Release != releaseHash)
            steps.Add(new PlannedStep(PlannedStepKind.SwitchRelease));
        if (files.Length > 0 || observed.Release != releaseHash)
            steps.Add(new PlannedStep(PlannedStepKind.PlaceFiles));
        if (effects.OfType<ChangeEffect.CreateUsers>().Any())
            steps.Add(new PlannedStep(PlannedStepKind.Restart, AccountMaker));
        if (gone.Length > 0 || effects.OfType<ChangeEffect.RedefineNode>().Any())
            steps.Add(new PlannedStep(PlannedStepKind.DaemonReload));
        if (FirewallPath(desired, effects, observed, isFirewallLoose) is { } rules)
            steps.Add(new PlannedStep(PlannedStepKind.LoadFirewall, rules));
        steps.AddRange(effects.OfType<ChangeEffect.RestartService>().Select(service => service.UnitName)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(unit => new PlannedStep(PlannedStepKind.Restart, unit)));
        foreach (DesiredUnit unit in desired.Units)
            AddUnit(steps, unit, InterruptionOf(unit, effects, files, observed), UnitState.Find(observed, unit.Name));
        return [.. steps];
    }

    /// <summary>What the changes do to a node.</summary>
    public static Interruption InterruptionOf(
        DesiredUnit unit, ImmutableArray<ChangeEffect> effects, ImmutableArray<FileChange> files, ObservedMachine observed)
    {
        bool isUp = UnitState.IsUp(UnitState.Find(observed, unit.Name));
        if (!unit.IsActive)
            return isUp ? Interruption.Stop : Interruption.None;
        if (!isUp)
            return Interruption.Start;
        string program = unit.Name.Split('@')[0];
        bool restarts = files.Any(change => change.Path == $"bin/{program}")
            || effects.Any(effect => effect is ChangeEffect.RestartNode restart && restart.NodeName == unit.NodeName
                || effect is ChangeEffect.RedefineNode redefine && redefine.NodeName == unit.NodeName);
        if (restarts)
            return Interruption.Restart;
        return effects.Any(effect => effect is ChangeEffect.ReloadNode reload && reload.NodeName == unit.NodeName)
            ? Interruption.Reload
            : Interruption.None;
    }

    /// <summary>What the changed files take.</summary>
    public static ImmutableArray<ChangeEffect> EffectsOf(DesiredMachine desired, ImmutableArray<FileChange> files)
    {
        HashSet<string> changed = [.. files.Where(change => change.Symbol != ChangeSymbol.Remove).Select(change => change.Path)];
        return [.. desired.Files.Where(file => changed.Contains(file.Path)).Select(file => file.Effect)];
    }

    private static void AddUnit(List<PlannedStep> steps, DesiredUnit unit, Interruption interruption, ObservedUnit? there)
    {
        if (unit.IsEnabled && !UnitState.IsEnabled(there))
            steps.Add(new PlannedStep(PlannedStepKind.Enable, unit.Name));
        if (!unit.IsEnabled && UnitState.IsEnabled(there))
            steps.Add(new PlannedStep(PlannedStepKind.Disable, unit.Name));
        PlannedStepKind? kind = interruption switch
        {
            Interruption.Start => PlannedStepKind.Start,
            Interruption.Restart => PlannedStepKind.Restart,
            Interruption.Reload => PlannedStepKind.Reload,
            Interruption.Stop => PlannedStepKind.Stop,
            _ => null,
        };
        if (kind is { } step)
            steps.Add(new PlannedStep(step, unit.Name));
    }

    /// <summary>The rule set to load: it changes, or the kernel has none, or others.</summary>
    private static string? FirewallPath(
        DesiredMachine desired, ImmutableArray<ChangeEffect> effects, ObservedMachine observed, bool isLoose)
    {
        bool isThere = observed.RulesetHash.Length > 0;
        return effects.OfType<ChangeEffect.LoadFirewall>().Any() || isLoose || (!isThere && observed.Generation > 0)
            ? desired.Files.FirstOrDefault(file => file.Effect is ChangeEffect.LoadFirewall)?.Path
            : null;
    }
}
