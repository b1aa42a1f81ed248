using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace PoolTopology.Orchestrator.Agent.State;

/// <summary>Everything that a machine remembers between sessions; what its journal says.</summary>
/// <param name="TokenSeen">The highest fence token seen.</param>
/// <param name="Lock">The lock, live or run out; null where there is none.</param>
/// <param name="Highest">The highest generation that was ever begun.</param>
/// <param name="History">Generations that can be left again, ascending; the last is in force, or is being changed to.</param>
/// <param name="Underway">A change that was begun and not finished.</param>
/// <param name="Pending">Present while the generation in force waits for its confirmation.</param>
/// <param name="Owned">Paths at which generations put links and copies that may still be there, ascending.</param>
/// <param name="LastRevertReason">Why a generation was last taken back; empty since the next one began.</param>
internal sealed record AgentState(
    long TokenSeen,
    LockRecord? Lock,
    long Highest,
    ImmutableArray<GenerationRecord> History,
    Undertaking? Underway,
    PendingConfirmation? Pending,
    ImmutableArray<string> Owned,
    string LastRevertReason)
{
    /// <summary>Generations beyond this number are forgotten, oldest first: there is no way back to them.</summary>
    public const int MaximumHistory = 64;

    /// <summary>How many operators' logs a machine remembers.</summary>
    public const int MaximumAnchors = 8;

    /// <summary>The latest line of each audit log, the last told last; null where none was told.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableList<LogAnchor>? Anchors { get; init; }

    /// <summary>A machine that was never touched.</summary>
    public static AgentState Fresh { get; } = new(0, null, 0, [], null, null, [], "");

    /// <summary>The generation in force or being changed to; null before the first.</summary>
    [JsonIgnore]
    public GenerationRecord? Current => History.IsEmpty ? null : History[^1];

    /// <summary>Its number; 0 before the first.</summary>
    [JsonIgnore]
    public long Generation => Current?.Number ?? 0;

    /// <summary>The last generation of at least a level; 0 where there is none.</summary>
    public long LastOf(ConfirmationLevel level) =>
        History.LastOrDefault(record => record.Level >= level)?.Number ?? 0;

    /// <summary>The same with a line of a log. What a log has said once it must always say: an earlier line changes nothing.</summary>
    public AgentState With(LogAnchor? anchor)
    {
        ImmutableList<LogAnchor> known = Anchors ?? [];
        if (anchor is null || known.Any(old => old.Log == anchor.Log && old.Number >= anchor.Number))
            return this;
        ImmutableList<LogAnchor> next = known.RemoveAll(old => old.Log == anchor.Log).Add(anchor);
        return this with { Anchors = next.Count > MaximumAnchors ? next.RemoveAt(0) : next };
    }

    /// <summary>The record of a generation, or null.</summary>
    public GenerationRecord? Find(long generation) => History.FirstOrDefault(record => record.Number == generation);
}
