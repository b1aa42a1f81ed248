namespace PoolTopology.Topology.Tests.Proof;

/// <summary>What may become of a packet.</summary>
[Flags]
internal enum Verdicts
{
    None = 0,
    Passes = 1,
    Ends = 2,
}
