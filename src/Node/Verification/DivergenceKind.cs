namespace PoolTopology.Node.Verification;

/// <summary>What kind of thing is wrong with a block.</summary>
public enum DivergenceKind
{
    /// <summary>The files do not hold what was written.</summary>
    Storage,

    /// <summary>The bytes are not a block of the era.</summary>
    Decoding,

    /// <summary>A rule refuses the block.</summary>
    Rule,
}
