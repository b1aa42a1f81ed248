using System.Globalization;
using PoolTopology.Orchestrator.Rollout;

namespace PoolTopology.Orchestrator.Cli.Printers;

/// <summary>Events of a rollout as sentences.</summary>
internal static class RolloutSentences
{
    /// <summary>What happened, without the machine's name.</summary>
    public static string Of(RolloutEvent happened) => happened switch
    {
        RolloutBegun { Purpose: RolloutPurpose.Undo } begun => $"undo begun by {begun.Who}{Because(begun.Reason)}",
        RolloutBegun begun => $"rollout begun by {begun.Who}{Because(begun.Reason)}{Without(begun)}",
        RolloutTakenUp taken => $"taken up by {taken.Who}",
        MachineStaged => "release is there",
        ActivationBegun => "activating",
        ActivationDeferred => "reached too late for its free window; nothing was changed, waiting for another",
        MachineActivated { NeedsConfirmation: true } => "in force; takes itself back unless confirmed",
        MachineActivated => "in force",
        MachineConfirmed => "reached over a fresh connection; confirmed",
        MachineHealthy { AwaySeconds: { } seconds } => string.Create(
            CultureInfo.InvariantCulture, $"healthy for its hold time; was away {seconds:0.0} s"),
        MachineHealthy => "healthy for its hold time",
        MachineVerified => "healthy with all others moved",
        MachineStable => "stable: reverts come back to here",
        MachineFailed failed => failed.Failure.Sentence,
        RolloutPaused paused => $"paused by {paused.Who}{Because(paused.Reason)}",
        RolloutContinued continued => $"continued by {continued.Who}",
        RolloutPromoted promoted => $"promoted by {promoted.Who}: hold times are over",
        AbortAsked abort => $"aborted by {abort.Who}{Because(abort.Reason)}",
        RevertBegun revert => $"taking everything back: {revert.Cause.Sentence}",
        MachineRevertBegun => "going back",
        MachineReverted reverted => $"back at generation {reverted.Generation}",
        MachineRestored { Trouble.Length: > 0 } restored => $"back, and not healthy: {restored.Trouble}",
        MachineRestored => "back and healthy",
        MachineStuck stuck => $"could not be brought back: {stuck.Failure.Sentence}",
        MachineRetired retired => $"retired, says {retired.Who}{Because(retired.Reason)}",
        OperatorActed acted => $"{acted.Who} {acted.What}",
        RolloutEnded ended => Of(ended.Outcome),
        _ => happened.GetType().Name,
    };

    /// <summary>How it ended.</summary>
    public static string Of(RolloutOutcome outcome) => outcome switch
    {
        RolloutOutcome.Done => "done: everything is in force, healthy and stable",
        RolloutOutcome.Failed => "failed: nothing was changed",
        RolloutOutcome.RolledBack => "rolled back: everything is as it was",
        RolloutOutcome.Partial => "partly applied: some machines need a look",
        RolloutOutcome.Held => "held: what was changed is good and stays, the rest would not have been safe",
        RolloutOutcome.BackUnhealthy => "taken back: everything is as it was, and a machine is not healthy all the same",
        _ => "undone: everything is at the generation before",
    };

    private static string Without(RolloutBegun begun) =>
        begun.Without is { Count: > 0 } left ? $", without {string.Join(", ", left)}" : "";

    private static string Because(string reason) => reason.Length > 0 ? $" ({reason})" : "";
}
