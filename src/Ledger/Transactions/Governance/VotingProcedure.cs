namespace PoolTopology.Ledger.Transactions.Governance;

/// <summary>One vote on one action.</summary>
public sealed record VotingProcedure(Voter Voter, GovernanceActionId ActionId, Vote Vote, Anchor? Anchor);
