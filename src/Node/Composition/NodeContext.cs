using Microsoft.Extensions.Logging;

namespace PoolTopology.Node.Composition;

/// <summary>What a node takes from its surroundings.</summary>
/// <param name="Time">The clock.</param>
/// <param name="Random">Jitter of timeouts and back-off.</param>
/// <param name="Logs">Where log lines go.</param>
public sealed record NodeContext(TimeProvider Time, Random Random, ILoggerFactory Logs);
