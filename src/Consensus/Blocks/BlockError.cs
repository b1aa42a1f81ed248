using PoolTopology.Consensus.Headers;
using PoolTopology.Ledger.Rules;

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

    /// <summary>The ledger refuses the body.</summary>
    public sealed record InvalidBody(LedgerError Error) : BlockError;

    /// <summary>
    /// The body has the hash that the header declares, but is not one of transactions of the block's era. Whoever may
    /// make blocks can make such a one.
    /// </summary>
    /// <param name="OffsetBytes">Where in the stored block.</param>
    /// <param name="Expected">What should stand there.</param>
    /// <param name="Found">What does.</param>
    public sealed record MalformedTransactions(int OffsetBytes, string Expected, string Found) : BlockError;

    /// <summary>Amounts of the body cannot be added up in 64 bits: far beyond all the money that there is.</summary>
    public sealed record AmountsBeyondRange : BlockError;

    /// <summary>
    /// The block holds transactions, which this node cannot validate yet. Refusing is the safe side: the node does not
    /// follow a chain that it cannot check.
    /// </summary>
    public sealed record TransactionsNotSupported(int TransactionCount) : BlockError;
}
