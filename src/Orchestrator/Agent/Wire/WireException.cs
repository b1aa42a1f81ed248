namespace PoolTopology.Orchestrator.Agent.Wire;

/// <summary>What came over the session is not the protocol: too long, cut short, or not a message.</summary>
/// <remarks>Errors: the stream's position is unknown afterwards; the session ends.</remarks>
internal sealed class WireException(string message, Exception? inner = null) : Exception(message, inner);
