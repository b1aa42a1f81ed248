namespace PoolTopology.Topology.Proof;

/// <summary>A rule set tells apart more headers than a proof here may remember.</summary>
/// <param name="mostNodes">The bound that was reached.</param>
public sealed class TooComplexException(int mostNodes)
    : Exception($"the rule set needs more than {mostNodes} decisions; nothing is proved about it");
