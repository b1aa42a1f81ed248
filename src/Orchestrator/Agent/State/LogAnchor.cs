namespace PoolTopology.Orchestrator.Agent.State;

/// <summary>A line of an operator's audit log, as the machine was told of it.</summary>
/// <param name="Log">Tells the log from others.</param>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Hash">The hash of the log up to it.</param>
internal sealed record LogAnchor(string Log, long Number, string Hash);
