using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Ledger.Transactions.Governance;

/// <summary>The shares of representatives' stake that actions need; each 0 to 1.</summary>
public sealed record DRepVotingThresholds(
    Rational MotionNoConfidence,
    Rational CommitteeNormal,
    Rational CommitteeNoConfidence,
    Rational UpdateConstitution,
    Rational HardForkInitiation,
    Rational NetworkGroup,
    Rational EconomicGroup,
    Rational TechnicalGroup,
    Rational GovernanceGroup,
    Rational TreasuryWithdrawal);
