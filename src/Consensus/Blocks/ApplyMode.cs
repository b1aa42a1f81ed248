namespace PoolTopology.Consensus.Blocks;

/// <summary>How much is checked when a block or header is applied.</summary>
public enum ApplyMode
{
    /// <summary>Every rule: for what a peer sent.</summary>
    Full,

    /// <summary>Only that it extends the tip: for what was validated before and comes from our own disk.</summary>
    Reapply,
}
