namespace PoolTopology.Orchestrator.Agent.State;

/// <summary>The generation in force is taken back unless it is confirmed.</summary>
/// <param name="Generation">Which.</param>
/// <param name="Until">Until when; unless the machine starts anew before.</param>
/// <param name="Session">The agent process that made the change, and set the timer that is named after it.</param>
/// <param name="Origin">The connection that it was started over, or empty.</param>
internal sealed record PendingConfirmation(
    long Generation, BootInstant Until, string Session, string Origin);
