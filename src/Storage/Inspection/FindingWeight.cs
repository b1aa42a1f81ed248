namespace PoolTopology.Storage.Inspection;

/// <summary>What a finding means for the database.</summary>
public enum FindingWeight
{
    /// <summary>Something is not there that a node makes again by itself: no block of the chain is in doubt.</summary>
    NodeRepairs,

    /// <summary>A file contradicts the blocks, which prove themselves: a medium or a program went wrong.</summary>
    Contradiction,

    /// <summary>The chain cannot be read on from here.</summary>
    EndsChain,
}
