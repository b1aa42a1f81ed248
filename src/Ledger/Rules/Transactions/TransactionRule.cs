namespace PoolTopology.Ledger.Rules;

/// <summary>One rule that a transaction must keep: null when it does.</summary>
internal delegate LedgerError? TransactionRule(TransactionContext context);
