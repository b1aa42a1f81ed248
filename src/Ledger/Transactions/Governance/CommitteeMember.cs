using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions.Governance;

/// <summary>A member of the constitutional committee and the epoch after which the term is over.</summary>
public readonly record struct CommitteeMember(Credential Cold, EpochNo TermEnd);
