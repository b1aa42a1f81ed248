using PoolTopology.Consensus.Headers;
using PoolTopology.Ledger.Eras;

namespace PoolTopology.Consensus.Blocks;

/// <summary>Why a block is refused: one case per rule, with the numbers that prove it.</summary>
/// <remarks>Closed: each case stands in the file of its rule.</remarks>
public abstract partial record BlockError
{
    private BlockError()
    {
    }

    /// <summary>The header is refused.</summary>
    public sealed record InvalidHeader(HeaderError Error) : BlockError;

    /// <summary>The block is of an era whose blocks are not validated yet.</summary>
    public sealed record EraNotSupported(Era Era) : BlockError;
}
