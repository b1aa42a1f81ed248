namespace PoolTopology.Orchestrator.Rollout;

/// <summary>Something to be done on a machine. Every command may be done twice.</summary>
/// <param name="Machine">Where.</param>
internal abstract record RolloutCommand(string Machine)
{
    /// <summary>Bring the release there.</summary>
    public sealed record Stage(string Machine) : RolloutCommand(Machine);

    /// <summary>Put the release in force.</summary>
    public sealed record Activate(string Machine) : RolloutCommand(Machine)
    {
        /// <summary>Only if the machine begins before that moment; null: at any time.</summary>
        public DateTimeOffset? Before { get; init; }
    }

    /// <summary>Confirm over a fresh connection.</summary>
    public sealed record Confirm(string Machine) : RolloutCommand(Machine);

    /// <summary>Look at the nodes.</summary>
    public sealed record Look(string Machine) : RolloutCommand(Machine);

    /// <summary>Ask the producer when it may be away.</summary>
    public sealed record AskWindows(string Machine) : RolloutCommand(Machine);

    /// <summary>Mark the generation as one to come back to.</summary>
    public sealed record MarkStable(string Machine) : RolloutCommand(Machine);

    /// <summary>Take the generation back.</summary>
    /// <param name="Machine">Where.</param>
    /// <param name="Reason">Why, for people.</param>
    /// <param name="To">Which generation to go back to; 0 for the last stable one.</param>
    public sealed record Revert(string Machine, string Reason, long To) : RolloutCommand(Machine);
}
