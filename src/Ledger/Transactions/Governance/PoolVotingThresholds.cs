using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Ledger.Transactions.Governance;

/// <summary>The shares of pool stake that actions need; each 0 to 1.</summary>
public sealed record PoolVotingThresholds(
    Rational MotionNoConfidence,
    Rational CommitteeNormal,
    Rational CommitteeNoConfidence,
    Rational HardForkInitiation,
    Rational SecurityGroup);
