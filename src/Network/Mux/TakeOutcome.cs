namespace PoolTopology.Network.Mux;

/// <summary>What came of taking a message.</summary>
internal enum TakeOutcome
{
    Taken,
    Incomplete,
    TooLarge,
}
