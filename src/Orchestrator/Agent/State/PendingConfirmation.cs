namespace PoolTopology.Orchestrator.Agent.State;

/// <summary>The generation in force is taken back unless it is confirmed.</summary>
/// <param name="Generation">Which.</param>
/// <param name="Until">Until when; unless the machine starts anew before.</param>
/// <param name="Armings">How many timers were armed for it; part of their names.</param>
/// <param name="Session">The agent process that made the change.</param>
/// <param name="Origin">The connection that it was started over, or empty.</param>
internal sealed record PendingConfirmation(
    long Generation, BootInstant Until, int Armings, string Session, string Origin);
