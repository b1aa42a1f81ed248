using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions.Governance;

/// <summary>A proposed governance action, for a deposit that is returned to an account.</summary>
public sealed record ProposalProcedure(
    Coin Deposit, RewardAccount ReturnAccount, GovernanceAction Action, Anchor Anchor);
