using PoolTopology.Ledger.Eras;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Consensus.Headers;

/// <summary>Why a header is refused: one case per rule, with the numbers that prove it.</summary>
/// <remarks>Closed: each case stands in the file of its rule, whose name ends in <c>Rule</c>.</remarks>
public abstract partial record HeaderError
{
    private HeaderError()
    {
    }

    /// <summary>The header is of an era whose headers are not validated yet.</summary>
    public sealed record EraNotSupported(Era Era) : HeaderError;

    /// <summary>The ledger cannot say who leads at this slot, so nothing can be said about the header.</summary>
    public sealed record StakeDistributionUnavailable(Slot Slot) : HeaderError;
}
