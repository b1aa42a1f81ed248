using PoolTopology.Orchestrator.Probe;

namespace PoolTopology.Orchestrator.Proof;

/// <summary>One sweep of a proof before it is carried out.</summary>
/// <param name="From">Who sends.</param>
/// <param name="To">Who is to receive.</param>
/// <param name="Way">Whose firewall is measured (<see cref="SweepEvidence.Way"/>).</param>
/// <param name="Family">"v4" or "v6".</param>
/// <param name="Order">What to send.</param>
internal sealed record PlannedSweep(string From, string To, string Way, string Family, SweepOrder Order)
{
    /// <summary>The machine whose firewall is measured.</summary>
    public string Measured => Way == SweepEvidence.Incoming ? To : From;
}
