using PoolTopology.Orchestrator.Agent.Firewall;
using PoolTopology.Orchestrator.Agent.Machine;
using PoolTopology.Orchestrator.Agent.Releases;
using PoolTopology.Orchestrator.Agent.State;

namespace PoolTopology.Orchestrator.Agent.Carry;

/// <summary>Sees whether steps hold, and performs them. Performing again what was performed does no harm.</summary>
internal sealed class StepHand(IMachine machine, CarryMode mode)
{
    private readonly IMachineFiles _files = machine.Files;
    private readonly ReleaseStore _releases = new(machine.Files);
    private readonly FilePlacer _placer = new(machine.Files);
    private readonly RuleStore _rules = new(machine.Files);
    private readonly KernelFirewall _firewall = new(machine.Commands);
    private readonly SystemUnits _units = new(machine.Commands);

    /// <summary>The name of the timer of an arming.</summary>
    public static string AlarmOf(PendingConfirmation pending) =>
        $"pooltopology-alarm-{pending.Generation}-{pending.Session}";

    /// <summary>Whether a step's outcome is there to be seen; false for steps whose outcome cannot be seen.</summary>
    public async Task<bool> HoldsAsync(AgentStep step, AgentState state, CancellationToken cancellation) => step switch
    {
        EnsureBootUnits => BootUnits.Hold(_files, machine.Identity),
        UseRelease use => WholeFile.LinkTarget(_files, AgentPaths.Current) == TargetOf(use.Release),
        PlaceReleaseFiles place => _placer.Holds(_releases.Find(place.Release), state.Owned),
        LoadRules load => _rules.Digest(load.Rules) is { Length: > 0 } digest
            && digest == KernelRules.DigestOfPool(await _firewall.ListAsync(cancellation)),
        SetBootRules set => _rules.Linked(AgentPaths.BootRules) == set.Rules,
        ActOnUnit act => await HoldsAsync(act, cancellation),
        _ => false,
    };

    /// <summary>Performs a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="state">What the journal says.</param>
    /// <param name="pending">With <see cref="ArmRevert"/>: what is to be armed for.</param>
    /// <param name="cancellation">Ends the commands that it runs.</param>
    /// <exception cref="MachineFailure">The machine refuses.</exception>
    public async Task PerformAsync(
        AgentStep step, AgentState state, PendingConfirmation? pending, CancellationToken cancellation)
    {
        switch (step)
        {
            case EnsureBootUnits:
                BootUnits.Ensure(_files, machine.Identity);
                break;
            case ArmRevert arm when pending is not null:
                await ArmAsync(arm, pending, state, cancellation);
                break;
            case UseRelease use:
                WholeFile.PointLink(_files, AgentPaths.Current, TargetOf(use.Release));
                break;
            case PlaceReleaseFiles place:
                _placer.Place(_releases.Find(place.Release), state.Owned);
                break;
            case ReloadManager:
                await _units.ReloadManagerAsync(cancellation);
                break;
            case ActOnUnit act:
                await (mode == CarryMode.AtStart ? _units.ActAtStartAsync(act, cancellation) : _units.ActAsync(act, cancellation));
                break;
            case LoadRules load:
                await LoadAsync(load, state, cancellation);
                break;
            case SetBootRules set:
                _rules.Link(AgentPaths.BootRules, set.Rules);
                break;
            default:
                throw new InvalidOperationException($"no way to perform {step.GetType().Name}");
        }
    }

    private static string TargetOf(string release) => release.Length == 0 ? "" : AgentPaths.Release(release);

    private async Task<bool> HoldsAsync(ActOnUnit act, CancellationToken cancellation)
    {
        if (act.Action is UnitAction.Restart or UnitAction.Reload)
            return false;
        UnitBefore unit = (await _units.LookAsync([act.Unit], cancellation))[0];
        return act.Action switch
        {
            UnitAction.Enable => unit.IsEnabled,
            UnitAction.Disable => !unit.IsEnabled,
            UnitAction.Start => unit.IsActive,
            _ => !unit.IsActive,
        };
    }

    private async Task ArmAsync(
        ArmRevert arm, PendingConfirmation pending, AgentState state, CancellationToken cancellation)
    {
        string fallback = state.Current?.RulesBefore ?? "";
        if (fallback.Length > 0)
            _rules.Link(AgentPaths.FallbackRules, fallback);
        try
        {
            if (!await _units.IsLoadedAsync(BootUnits.Expire, cancellation))
                await _units.ReloadManagerAsync(cancellation);
            await _units.StartLaterAsync(AlarmOf(pending), BootUnits.Expire, arm.Seconds, cancellation);
        }
        catch (MachineFailure notArmed)
        {
            throw new MachineFailure(
                Rpc.Agent.V1.Refused.Types.Code.NotArmed, $"the revert could not be armed: {notArmed.Message}", notArmed);
        }
    }

    private async Task LoadAsync(LoadRules load, AgentState state, CancellationToken cancellation)
    {
        string text = _rules.Text(load.Rules);
        SortedSet<string> before = new(KernelRules.Peers(await _firewall.ListAsync(cancellation)), StringComparer.Ordinal);
        // An agent that died between loading and evicting has left the kernel without the peers that were removed.
        if (_rules.Listing(state.Current?.RulesBefore ?? "") is { Length: > 0 } saved)
            before.UnionWith(KernelRules.Peers(saved));
        await _firewall.LoadAsync(text, cancellation);
        await _firewall.KeepSessionAsync(machine.Identity.Origin, cancellation);
        string after = await _firewall.ListAsync(cancellation);
        IReadOnlyList<string> named = load.Evict.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        // Without a table nobody is kept out: there is nothing to end, least of all the session that takes it away.
        IReadOnlyList<string> removed = KernelRules.HasPool(after)
            ? FlowEviction.Removed([.. before], KernelRules.Peers(after))
            : [];
        await _firewall.EvictAsync([.. named.Union(removed, StringComparer.Ordinal)], cancellation);
        _rules.KeepListing(load.Rules, after);
    }
}
