namespace PoolTopology.Node.Verification;

/// <summary>The kinds of work that verifying a chain consists of.</summary>
internal enum PipelineStage
{
    /// <summary>Reading chunks and index files, checksums.</summary>
    Storage,

    /// <summary>From bytes to blocks and transactions.</summary>
    Decode,

    /// <summary>The rules of state, in the order of the chain.</summary>
    Rules,

    /// <summary>Proofs and signatures.</summary>
    Crypto,
}
