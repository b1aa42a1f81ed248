namespace PoolTopology.Orchestrator.Up;

/// <summary>What <c>pool up</c> is asked to do.</summary>
/// <param name="TopologyFile">The topology file.</param>
/// <param name="StateDirectory">Where everything is kept.</param>
/// <param name="IsFresh">Delete what is kept and begin a new chain.</param>
/// <param name="Duration">How long to run; null runs until interrupted.</param>
/// <param name="IsIsolated">Network namespaces and firewalls.</param>
internal sealed record UpOptions(
    string TopologyFile, string StateDirectory, bool IsFresh, TimeSpan? Duration, bool IsIsolated);
