namespace PoolTopology.Orchestrator.Proof;

/// <summary>One sweep of a proof: what was sent, and what the kernel of the firewall noted. Part of the bundle.</summary>
/// <param name="From">Who sent.</param>
/// <param name="To">Who was to receive.</param>
/// <param name="Way">"incoming" where the receiver's firewall is measured, "outgoing" where the sender's is.</param>
/// <param name="Family">"v4" or "v6".</param>
/// <param name="Protocol">"tcp" or "udp".</param>
/// <param name="Source">The sender's address.</param>
/// <param name="Target">The receiver's address.</param>
/// <param name="SourcePort">Tells this sweep from the others.</param>
/// <param name="Ports">The ports that were tried.</param>
/// <param name="Sent">Packets sent.</param>
/// <param name="Refused">Packets that the sender's own firewall refused while they were sent.</param>
/// <param name="Arrived">Packets that came to the measured firewall, counted by its kernel.</param>
/// <param name="Passed">Ports of packets that came out of the measured firewall, listed by its kernel.</param>
/// <param name="Answered">TCP ports that accepted, as the sender saw.</param>
/// <param name="Milliseconds">How long it took.</param>
internal sealed record SweepEvidence(
    string From, string To, string Way, string Family, string Protocol, string Source, string Target, int SourcePort,
    string Ports, int Sent, int Refused, long Arrived, string Passed, string Answered, double Milliseconds)
{
    /// <summary>Packets to one machine that its own firewall is asked about.</summary>
    public const string Incoming = "incoming";

    /// <summary>Packets of a machine that its own firewall is asked about.</summary>
    public const string Outgoing = "outgoing";

    /// <summary>The machine whose firewall was measured.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Measured => Way == Incoming ? To : From;
}
