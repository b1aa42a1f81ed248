namespace PoolTopology.Ledger.Rules;

/// <summary>Why the ledger refuses a block or transaction: one case per rule, with the numbers that prove it.</summary>
/// <remarks>Closed: each case stands in the file of its rule.</remarks>
public abstract partial record LedgerError
{
    private LedgerError()
    {
    }
}
