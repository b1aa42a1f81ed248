namespace PoolTopology.Orchestrator.Probe;

/// <summary>What a sweep saw from its own side. The receiver's kernel knows better what arrived and passed.</summary>
/// <param name="SourcePort">Which sweep.</param>
/// <param name="Sent">Packets that were handed to the network.</param>
/// <param name="Refused">Packets that the sender's own firewall refused.</param>
/// <param name="Answered">TCP ports that accepted (<see cref="PortText"/>).</param>
/// <param name="Milliseconds">How long it took.</param>
internal sealed record SweepReport(int SourcePort, int Sent, int Refused, string Answered, double Milliseconds);
