namespace PoolTopology.Orchestrator.Isolation;

/// <summary>One try to open a TCP connection from one machine's network namespace.</summary>
/// <param name="Machine">From where.</param>
/// <param name="Target">To which address:port.</param>
/// <param name="Connected">The three-way handshake completed.</param>
/// <param name="Outcome">"connected", "timeout", "refused" or the system's word for another failure.</param>
/// <param name="Milliseconds">How long the try took.</param>
internal sealed record ReachabilityAttempt(
    string Machine, string Target, bool Connected, string Outcome, double Milliseconds);
