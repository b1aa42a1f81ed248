using System.Collections.Immutable;
using System.Text;
using Google.Protobuf.Collections;
using PoolTopology.Orchestrator.Agent.Decide;
using PoolTopology.Orchestrator.Agent.Firewall;
using PoolTopology.Orchestrator.Agent.Machine;
using PoolTopology.Orchestrator.Agent.Releases;
using PoolTopology.Orchestrator.Agent.State;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Agent.Session;

/// <summary>From what Activate says to what the rules decide on.</summary>
internal static class RequestReader
{
    /// <summary>The most steps of an activation.</summary>
    public const int MaximumSteps = 256;

    private const int MinimumConfirmSeconds = 5;
    private const int MaximumConfirmSeconds = 3600;
    private const int MaximumEvicted = 1024;
    private const int MaximumUnitLength = 256;

    /// <summary>The checked request.</summary>
    /// <param name="activate">As it came.</param>
    /// <param name="find">The release's manifest, or null where it is not on the machine.</param>
    /// <exception cref="MachineFailure">It makes no sense, or its release is not there.</exception>
    public static ActivationRequest Read(Activate activate, Func<string, ReleaseManifest?> find)
    {
        if (!ManifestReader.IsHash(activate.Release))
            throw Bad($"'{activate.Release}' is no release");
        if (activate.NewGeneration is 0 or >= long.MaxValue || activate.ExpectedGeneration >= long.MaxValue)
            throw Bad($"generation {activate.NewGeneration} is out of range");
        if (activate.ConfirmSeconds is not 0 and (< MinimumConfirmSeconds or > MaximumConfirmSeconds))
            throw Bad($"a confirmation is waited for 0 or {MinimumConfirmSeconds} to {MaximumConfirmSeconds} s, not {activate.ConfirmSeconds}");
        if (activate.Steps.Count > MaximumSteps)
            throw new MachineFailure(
                Refused.Types.Code.TooLarge, $"{activate.Steps.Count} steps; {MaximumSteps} are the most");
        ReleaseManifest manifest = find(activate.Release) ?? throw new MachineFailure(
            Refused.Types.Code.NotStaged, $"release {activate.Release[..12]} is not on the machine; stage it first");
        ImmutableArray<AgentStep> steps = [.. activate.Steps.Select(step => ReadStep(step, manifest))];
        if (steps.Distinct().Count() != steps.Length)
            throw Bad("a step is named twice");
        if (steps.OfType<LoadRules>().Count() > 1)
            throw Bad("one firewall in an activation");
        string digest = ManifestReader.HashOf(Encoding.UTF8.GetBytes(string.Join(
            '\n', [activate.Release, $"{activate.ConfirmSeconds}", .. steps.Select(step => step.ToString())])));
        return new ActivationRequest(
            (long)activate.ExpectedGeneration, (long)activate.NewGeneration, activate.Release, steps,
            (int)activate.ConfirmSeconds, activate.AdoptFiles, digest);
    }

    private static AgentStep ReadStep(Step step, ReleaseManifest manifest) => step.StepCase switch
    {
        Step.StepOneofCase.SwitchRelease => new UseRelease(manifest.Hash),
        Step.StepOneofCase.PlaceFiles => new PlaceReleaseFiles(manifest.Hash),
        Step.StepOneofCase.DaemonReload => new ReloadManager(),
        Step.StepOneofCase.Unit => new ActOnUnit(UnitName(step.Unit.Unit), Action(step.Unit.Action)),
        Step.StepOneofCase.Firewall => new LoadRules(
            manifest.FindPlaced(step.Firewall.Path)?.Sha256
                ?? throw Bad($"the release has no {step.Firewall.Path}"),
            Evicted(step.Firewall.Evict)),
        _ => throw Bad("a step that this agent does not know"),
    };

    private static string UnitName(string name) =>
        name.Length is > 0 and <= MaximumUnitLength && name.Contains('.') && !name.StartsWith('-')
            && name.All(c => char.IsAsciiLetterOrDigit(c) || ":-_.\\@".Contains(c, StringComparison.Ordinal))
            ? name
            : throw Bad($"'{name}' is no unit's name");

    private static UnitAction Action(UnitStep.Types.Action action) => action switch
    {
        UnitStep.Types.Action.Enable => UnitAction.Enable,
        UnitStep.Types.Action.Disable => UnitAction.Disable,
        UnitStep.Types.Action.Start => UnitAction.Start,
        UnitStep.Types.Action.Stop => UnitAction.Stop,
        UnitStep.Types.Action.Restart => UnitAction.Restart,
        UnitStep.Types.Action.Reload => UnitAction.Reload,
        _ => throw Bad($"unit action {(int)action} is not known"),
    };

    private static string Evicted(RepeatedField<string> peers)
    {
        if (peers.Count > MaximumEvicted)
            throw new MachineFailure(Refused.Types.Code.TooLarge, $"{peers.Count} peers to evict; {MaximumEvicted} are the most");
        return peers.FirstOrDefault(peer => !FlowEviction.IsPeer(peer)) is { } wrong
            ? throw Bad($"'{wrong}' is no address or network")
            : string.Join(' ', peers.Distinct().Order(StringComparer.Ordinal));
    }

    private static MachineFailure Bad(string sentence) => new(Refused.Types.Code.BadRequest, sentence);
}
