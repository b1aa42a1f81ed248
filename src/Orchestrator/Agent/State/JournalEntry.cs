using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace PoolTopology.Orchestrator.Agent.State;

/// <summary>One line of the journal. What it says is on disk before anything that it announces is done.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "entry")]
[JsonDerivedType(typeof(Snapshot), "snapshot")]
[JsonDerivedType(typeof(TokenSeen), "token")]
[JsonDerivedType(typeof(LockTaken), "lock")]
[JsonDerivedType(typeof(LockGone), "unlock")]
[JsonDerivedType(typeof(ActivationBegun), "activate")]
[JsonDerivedType(typeof(RevertBegun), "revert")]
[JsonDerivedType(typeof(StepBegun), "begin")]
[JsonDerivedType(typeof(StepDone), "done")]
[JsonDerivedType(typeof(ChangeDone), "complete")]
[JsonDerivedType(typeof(GenerationConfirmed), "confirm")]
internal abstract record JournalEntry
{
    private protected JournalEntry()
    {
    }
}

/// <summary>The whole state; first line of a journal that was shortened.</summary>
internal sealed record Snapshot(AgentState State) : JournalEntry;

/// <summary>A higher fence token was seen.</summary>
internal sealed record TokenSeen(long Token) : JournalEntry;

/// <summary>The lock was taken or renewed; its token counts as seen.</summary>
internal sealed record LockTaken(LockRecord Lock) : JournalEntry
{
    /// <summary>Where the holder's log ended; null where it did not say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LogAnchor? Anchor { get; init; }
}

/// <summary>The lock was given back.</summary>
internal sealed record LockGone : JournalEntry
{
    /// <summary>Where the holder's log ended; null where it did not say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LogAnchor? Anchor { get; init; }
}

/// <summary>A generation is to be put in force, or finished, or repaired.</summary>
/// <param name="Record">The generation.</param>
/// <param name="Steps">What is left to do, in order.</param>
/// <param name="Owned">Every path at which a file of ours may be from now on.</param>
internal sealed record ActivationBegun(
    GenerationRecord Record, ImmutableArray<AgentStep> Steps, ImmutableArray<string> Owned) : JournalEntry;

/// <summary>The machine goes back.</summary>
/// <param name="To">The generation to go back to; 0 for the state before the first.</param>
/// <param name="Steps">What is to be done, in order.</param>
/// <param name="Owned">Every path at which a file of ours may be from now on.</param>
/// <param name="Reason">For people.</param>
internal sealed record RevertBegun(
    long To, ImmutableArray<AgentStep> Steps, ImmutableArray<string> Owned, string Reason) : JournalEntry;

/// <summary>A step is about to be performed.</summary>
internal sealed record StepBegun(int Index) : JournalEntry;

/// <summary>A step was performed.</summary>
/// <param name="Index">Which.</param>
/// <param name="Pending">
/// With <see cref="ArmRevert"/>: until when the generation must be confirmed. Written after the timer was set, so that no
/// deadline is ever moved beyond the last timer that watches over it.
/// </param>
internal sealed record StepDone(int Index, PendingConfirmation? Pending) : JournalEntry;

/// <summary>The change that was underway is complete.</summary>
/// <param name="Owned">The paths at which files of ours are now.</param>
/// <param name="Level">What is known of the generation without any confirmation.</param>
internal sealed record ChangeDone(ImmutableArray<string> Owned, ConfirmationLevel Level) : JournalEntry;

/// <summary>The generation in force was confirmed.</summary>
internal sealed record GenerationConfirmed(long Generation, ConfirmationLevel Level) : JournalEntry;
