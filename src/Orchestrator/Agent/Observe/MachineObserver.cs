using System.Globalization;
using PoolTopology.Orchestrator.Agent.Carry;
using PoolTopology.Orchestrator.Agent.Decide;
using PoolTopology.Orchestrator.Agent.Firewall;
using PoolTopology.Orchestrator.Agent.Machine;
using PoolTopology.Orchestrator.Agent.Releases;
using PoolTopology.Orchestrator.Agent.Session;
using PoolTopology.Orchestrator.Agent.State;
using PoolTopology.Rpc.Agent.V1;
using MachineReport = PoolTopology.Rpc.Agent.V1.Observed;

namespace PoolTopology.Orchestrator.Agent.Observe;

/// <summary>Says how the machine is. Writes nothing.</summary>
internal sealed class MachineObserver(IMachine machine, TimeProvider time)
{
    private const int MaximumPaths = 4096;
    private const int MaximumUnits = 256;
    private const int MaximumNodes = 64;
    private const int MaximumIdentities = 64;

    // Room for everything else in a message of 16 MiB.
    private const int MaximumRulesetBytes = 12 * 1024 * 1024;

    /// <summary>Looks.</summary>
    public async Task<MachineReport> ObserveAsync(Inspect inspect, CancellationToken cancellation)
    {
        if (inspect.Paths.Count > MaximumPaths || inspect.Units.Count > MaximumUnits || inspect.Nodes.Count > MaximumNodes
            || inspect.Identities.Count > MaximumIdentities)
            throw new MachineFailure(
                Refused.Types.Code.TooLarge,
                $"at most {MaximumPaths} paths, {MaximumUnits} units, {MaximumNodes} nodes and {MaximumIdentities} identities are looked at "
                    + "in one request");
        JournalReading journal = Journal.Read(machine.Files);
        MachineReport observed = OfMachine();
        OfState(observed, journal);
        observed.Releases.AddRange(new ReleaseStore(machine.Files).List());
        observed.Files.AddRange(new FileObserver(machine.Files).Observe(journal.State, inspect));
        // Without rights their files are closed, and nothing could be brought either.
        if (machine.Identity.MayChange)
            observed.Identities.AddRange(inspect.Identities.Select(new IdentityObserver(machine.Files).Observe));
        await OfFirewallAsync(observed, inspect.WithRuleset, cancellation);
        await OfUnitsAsync(observed, inspect.Units, cancellation);
        observed.Nodes.AddRange(await Task.WhenAll(inspect.Nodes.Select(node => NodeObserver.AskAsync(node, time, cancellation))));
        return observed;
    }

    private MachineReport OfMachine()
    {
        (long freeBytes, long sizeBytes) = machine.Files.Space(AgentPaths.Home);
        ClockQuality clock = machine.ClockQuality;
        return new MachineReport
        {
            MachineId = machine.Identity.MachineId,
            BootId = machine.Now.BootId,
            Architecture = machine.Identity.Architecture,
            Os = machine.Identity.OperatingSystem,
            IsRoot = machine.Identity.MayChange,
            ClockUnixMs = machine.WallClock.ToUnixTimeMilliseconds(),
            ClockSynchronised = clock.IsSynchronised,
            ClockErrorMs = clock.ErrorMilliseconds,
            DiskFreeBytes = (ulong)freeBytes,
            DiskSizeBytes = (ulong)sizeBytes,
            UptimeSeconds = machine.Now.UptimeSeconds,
        };
    }

    private void OfState(MachineReport observed, JournalReading journal)
    {
        AgentState state = journal.State;
        observed.JournalDamage = journal.Damage;
        observed.Generation = (ulong)state.Generation;
        observed.HighestGeneration = (ulong)state.Highest;
        observed.ConfirmedGeneration = (ulong)state.LastOf(ConfirmationLevel.Reachable);
        observed.StableGeneration = (ulong)state.LastOf(ConfirmationLevel.Stable);
        observed.Release = state.Current?.Release ?? "";
        observed.LastRevertReason = state.LastRevertReason;
        observed.TokenSeen = (ulong)state.TokenSeen;
        observed.Lock = state.Lock is null ? null : ReplyText.Of(state.Lock, machine.Now);
        observed.Anchors.AddRange((state.Anchors ?? []).Select(
            anchor => new AuditAnchor { Log = anchor.Log, Number = (ulong)anchor.Number, Hash = anchor.Hash }));
        if (state.Underway is { } underway)
            observed.Interrupted = new Interrupted
            {
                Generation = (ulong)underway.Generation,
                Release = underway.Release,
                StepsDone = (uint)underway.Done.Length,
                Steps = (uint)underway.Steps.Length,
            };
        if (state.Pending is { } pending)
            observed.PendingRevert = new PendingRevert
            {
                Generation = (ulong)pending.Generation,
                BackTo = (ulong)state.LastOf(ConfirmationLevel.Reachable),
                SecondsLeft = RevertRule.IsDue(state, machine.Now)
                    ? 0
                    : pending.Until.UptimeSeconds - machine.Now.UptimeSeconds,
            };
    }

    private async Task OfFirewallAsync(MachineReport observed, bool isWanted, CancellationToken cancellation)
    {
        if (!machine.Identity.MayChange || !machine.Commands.Has("nft"))
            return;
        string listing = await new KernelFirewall(machine.Commands).ListAsync(cancellation);
        observed.RulesetHash = KernelRules.DigestOfAll(listing);
        if (!isWanted)
            return;
        Google.Protobuf.ByteString json = Google.Protobuf.ByteString.CopyFromUtf8(listing);
        observed.RulesetJson = json.Length <= MaximumRulesetBytes
            ? json
            : throw new MachineFailure(
                Refused.Types.Code.TooLarge, $"the kernel's rule set is {json.Length} bytes long; {MaximumRulesetBytes} are the most");
    }

    private async Task OfUnitsAsync(MachineReport observed, IReadOnlyList<string> units, CancellationToken cancellation)
    {
        IReadOnlyList<IReadOnlyDictionary<string, string>> shown =
            await new SystemUnits(machine.Commands).ShowAsync([.. units], cancellation);
        foreach ((string name, IReadOnlyDictionary<string, string> unit) in units.Zip(shown))
        {
            observed.Units.Add(new ObservedUnit
            {
                Name = name,
                ActiveState = unit.GetValueOrDefault("ActiveState", ""),
                SubState = unit.GetValueOrDefault("SubState", ""),
                EnabledState = unit.GetValueOrDefault("UnitFileState", ""),
                Restarts = (uint)Number(unit, "NRestarts"),
                // With --timestamp=unix: "@1732288000".
                SinceUnixMs = Number(unit, "StateChangeTimestamp") * 1000,
                MainPid = (uint)Number(unit, "MainPID"),
                Result = unit.GetValueOrDefault("Result", ""),
            });
        }
    }

    private static long Number(IReadOnlyDictionary<string, string> unit, string property) =>
        long.TryParse(unit.GetValueOrDefault(property, "").TrimStart('@'), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : 0;
}
