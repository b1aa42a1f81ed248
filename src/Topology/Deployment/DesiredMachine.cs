using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.Deployment;

/// <summary>Everything that topology.yaml says about one machine: the same document and facts give the same
/// bytes.</summary>
/// <param name="MachineName">The machine.</param>
/// <param name="Files">Its files, sorted by path.</param>
/// <param name="Units">Its nodes' services: producers, relays, observers, each in the order of topology.yaml.</param>
/// <param name="Executables">The programs that they need, sorted by name.</param>
/// <param name="Secrets">The key files that they need, sorted by path.</param>
/// <param name="Clock">What its clock must be like.</param>
public sealed record DesiredMachine(
    string MachineName,
    ValueList<DerivedFile> Files,
    ValueList<DesiredUnit> Units,
    ValueList<RequiredExecutable> Executables,
    ValueList<RequiredSecret> Secrets,
    ClockExpectation Clock)
{
    /// <summary>Where its nodes keep what they attach to the orchestrator with; none where the pool has no orchestrator.</summary>
    public ValueList<ControlPlace> ControlPlaces { get; init; } = [];
}
