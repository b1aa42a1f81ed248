using PoolTopology.Topology.Headers;

namespace PoolTopology.Orchestrator.Probe;

/// <summary>What a machine's kernel noted about sweeps, by their source ports.</summary>
/// <param name="Arrived">How many packets came to the firewall.</param>
/// <param name="Passed">To which ports packets came out of it.</param>
internal sealed record WitnessNotes(IReadOnlyDictionary<int, long> Arrived, IReadOnlyDictionary<int, FieldSet> Passed)
{
    /// <summary>Packets of a sweep that came to the firewall.</summary>
    public long ArrivedOf(int sweep) => Arrived.TryGetValue(sweep, out long count) ? count : 0;

    /// <summary>Ports of a sweep that packets came out to.</summary>
    public FieldSet PassedOf(int sweep) => Passed.TryGetValue(sweep, out FieldSet? ports) ? ports : FieldSet.Empty;
}
