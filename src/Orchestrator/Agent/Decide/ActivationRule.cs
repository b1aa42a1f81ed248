using System.Collections.Immutable;
using PoolTopology.Orchestrator.Agent.State;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Agent.Decide;

/// <summary>Whether and how a generation is put in force.</summary>
/// <remarks>
/// Pre: the claim is good, no revert is underway, and no confirmation is overdue.
/// Invariant: a generation is asked for twice in the same words or not at all; restarts that a dead agent still owes are
/// never forgotten, and those that it has made are not repeated.
/// </remarks>
internal static class ActivationRule
{
    private const int MaximumListedPaths = 3;

    /// <summary>Decides.</summary>
    public static Decision Decide(AgentState state, ActivationRequest request, ActivationFacts facts)
    {
        bool again = state.Generation == request.Generation && state.Current is not null;
        if ((again ? CheckAgain(state, request) : CheckNew(state, request)) is { } conflict)
            return new Refuse(conflict);
        if (CheckRelease(request, facts) is { } unfit)
            return new Refuse(unfit);
        ImmutableArray<AgentStep> steps =
            [.. request.Steps.Where(step => IsToDo(state, facts, step, again)), .. Owed(state, request, again)];
        bool isUnderway = state.Underway is not null;
        if (again && steps.IsEmpty && !isUnderway)
            return new NothingToDo();
        GenerationRecord record = again ? state.History[^1] : NewRecord(request, facts);
        bool needsConfirmation = record.Level == ConfirmationLevel.None && request.ConfirmSeconds > 0;
        if (steps.Any(step => step is LoadRules) && record.Level == ConfirmationLevel.None && !needsConfirmation)
            return new Refuse(new Refusal(
                Refused.Types.Code.BadRequest, "a change of the firewall needs a time for its confirmation"));
        return new Record(new ActivationBegun(
            record,
            Arm(PeerOrder.Arrange(steps, facts.Bridge), needsConfirmation ? request.ConfirmSeconds : 0),
            Union(state.Owned, facts)));
    }

    private static Refusal? CheckAgain(AgentState state, ActivationRequest request)
    {
        GenerationRecord current = state.History[^1];
        return current.Request == request.Digest && current.Release == request.Release
            ? null
            : Conflict(state, $"generation {request.Generation} was begun with another request; plan again");
    }

    private static Refusal? CheckNew(AgentState state, ActivationRequest request)
    {
        if (request.Generation <= state.Highest)
            return Conflict(
                state,
                $"generation {request.Generation} is not new: {state.Highest} was begun on this machine; plan again");
        if (request.Expected != state.Generation)
            return Conflict(
                state,
                $"the plan was made for generation {request.Expected}; the machine is at {state.Generation}; plan again");
        return state.Pending is { } pending
            ? Conflict(state, $"generation {pending.Generation} waits for its confirmation: confirm or revert it first")
            : null;
    }

    private static Refusal? CheckRelease(ActivationRequest request, ActivationFacts facts)
    {
        if (facts.Manifest is not { } manifest)
            return new Refusal(
                Refused.Types.Code.NotStaged, $"release {request.Release[..12]} is not on the machine; stage it first");
        if (manifest.Architecture.Length > 0 && manifest.Architecture != facts.Architecture)
            return new Refusal(
                Refused.Types.Code.WrongArchitecture,
                $"the release is for {manifest.Architecture}; this machine is {facts.Architecture}");
        return facts.Foreign.IsEmpty || request.AdoptsFiles
            ? null
            : new Refusal(
                Refused.Types.Code.ForeignFile,
                $"{string.Join(", ", facts.Foreign.Take(MaximumListedPaths))}{More(facts.Foreign.Length)}: not put there by "
                    + "any generation; move it away, or let the release replace it");
    }

    private static bool IsToDo(AgentState state, ActivationFacts facts, AgentStep step, bool again)
    {
        if (!IsOnce(step))
            return !facts.Holding.Contains(step);
        if (!again)
            return true;
        bool isDone = state.Underway is not { } underway || !IsOpen(underway, step);
        return !isDone || (step is ActOnUnit { Action: UnitAction.Restart } act && !IsActive(facts, act.Unit));
    }

    /// <summary>Restarts and reloads that an interrupted generation before this one began to owe, and this one does not make.</summary>
    private static IEnumerable<AgentStep> Owed(AgentState state, ActivationRequest request, bool again)
    {
        if (again || state.Underway is not { Kind: UndertakingKind.Activate } underway)
            return [];
        return underway.Steps.Where(step => IsOnce(step) && IsOpen(underway, step) && !IsCovered(step, request.Steps));
    }

    private static bool IsCovered(AgentStep owed, ImmutableArray<AgentStep> steps) => owed switch
    {
        ActOnUnit act => steps.OfType<ActOnUnit>().Any(other => other.Unit == act.Unit
            && (other.Action is UnitAction.Restart or UnitAction.Stop || other.Action == act.Action)),
        _ => steps.Contains(owed),
    };

    private static bool IsOpen(Undertaking underway, AgentStep step)
    {
        int index = underway.Steps.IndexOf(step);
        return index >= 0 && !underway.Done.Contains(index);
    }

    /// <summary>Steps whose having been done cannot be seen: the journal knows.</summary>
    private static bool IsOnce(AgentStep step) => !step.IsSeen && step is not ArmRevert;

    private static bool IsActive(ActivationFacts facts, string unit) =>
        facts.Units.Any(before => before.Unit == unit && before.IsActive);

    private static GenerationRecord NewRecord(ActivationRequest request, ActivationFacts facts)
    {
        LoadRules? rules = request.Steps.OfType<LoadRules>().FirstOrDefault(step => !facts.Holding.Contains(step));
        return new GenerationRecord(
            request.Generation, request.Release, request.Digest, ConfirmationLevel.None, facts.Units, [],
            rules is null ? "" : facts.RulesNow, facts.BootRules,
            request.Steps.OfType<LoadRules>().LastOrDefault()?.Rules ?? "");
    }

    /// <summary>The alarm is set before the first step that can lock somebody out; none for 0 seconds.</summary>
    private static ImmutableArray<AgentStep> Arm(ImmutableArray<AgentStep> steps, int seconds)
    {
        if (seconds == 0)
            return steps;
        int firewall = steps.TakeWhile(step => step is not LoadRules).Count();
        int at = firewall == steps.Length ? 0 : firewall;
        return [.. steps[..at], new EnsureBootUnits(), new ArmRevert(seconds), .. steps[at..]];
    }

    private static ImmutableArray<string> Union(ImmutableArray<string> owned, ActivationFacts facts) =>
    [
        .. owned.Union(facts.Manifest?.Placed.Select(file => file.Path) ?? [], StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    private static Refusal Conflict(AgentState state, string sentence) =>
        new(Refused.Types.Code.GenerationConflict, sentence) { Generation = state.Generation, Highest = state.Highest };

    private static string More(int count) => count > MaximumListedPaths ? $" and {count - MaximumListedPaths} more" : "";
}
