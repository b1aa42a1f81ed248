namespace PoolTopology.Orchestrator.Probe;

/// <summary>One packet to each of many ports of one address. Crosses a process border as JSON.</summary>
/// <param name="SourcePort">The port that the packets come from; tells this sweep from all others of a proof.</param>
/// <param name="Protocol">"tcp" (packets that would open a connection) or "udp" (datagrams of eight bytes).</param>
/// <param name="Interface">The interface to send on.</param>
/// <param name="Source">The sender's address.</param>
/// <param name="Target">The receiver's address.</param>
/// <param name="Hardware">
/// The next hop's Ethernet address: the packets are put on the cable, so that the sender's own firewall has no say. Empty
/// where the interface carries IP packets as they are (a tunnel). Null to send through the sender's own firewall.
/// </param>
/// <param name="Ports">The ports (<see cref="PortText"/>).</param>
/// <param name="PauseEvery">Packets between two pauses of a millisecond, for a slow receiver; 0 for no pauses.</param>
internal sealed record SweepOrder(
    int SourcePort, string Protocol, string Interface, string Source, string Target, string? Hardware, string Ports,
    int PauseEvery);
