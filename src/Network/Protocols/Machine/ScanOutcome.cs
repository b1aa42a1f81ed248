namespace PoolTopology.Network.Protocols.Machine;

/// <summary>What came of looking for the end of an item.</summary>
internal enum ScanOutcome
{
    Complete,
    Incomplete,
    TooLarge,
}
