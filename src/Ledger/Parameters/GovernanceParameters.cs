using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Transactions.Governance;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Ledger.Parameters;

/// <summary>The protocol parameters that came with Conway.</summary>
/// <param name="PoolVotingThresholds">The shares of pool stake that actions need.</param>
/// <param name="DRepVotingThresholds">The shares of representatives' stake that actions need.</param>
/// <param name="MinCommitteeSize">How many members a committee must have to act.</param>
/// <param name="MaxCommitteeTermEpochs">How long a member may serve.</param>
/// <param name="ActionLifetimeEpochs">How long an action may be voted on.</param>
/// <param name="ActionDeposit">The deposit of an action.</param>
/// <param name="DRepDeposit">The deposit of a representative.</param>
/// <param name="DRepInactivityEpochs">After how long a representative who does nothing no longer counts.</param>
/// <param name="MinFeeReferenceScriptPerByte">The fee per byte of reference scripts.</param>
public sealed record GovernanceParameters(
    PoolVotingThresholds PoolVotingThresholds,
    DRepVotingThresholds DRepVotingThresholds,
    ushort MinCommitteeSize,
    uint MaxCommitteeTermEpochs,
    uint ActionLifetimeEpochs,
    Coin ActionDeposit,
    Coin DRepDeposit,
    uint DRepInactivityEpochs,
    Rational MinFeeReferenceScriptPerByte)
{
    internal GovernanceParameters Apply(ProtocolParameterUpdate update) => new(
        update.PoolVotingThresholds ?? PoolVotingThresholds,
        update.DRepVotingThresholds ?? DRepVotingThresholds,
        update.MinCommitteeSize ?? MinCommitteeSize,
        update.MaxCommitteeTermEpochs ?? MaxCommitteeTermEpochs,
        update.GovernanceActionLifetimeEpochs ?? ActionLifetimeEpochs,
        update.GovernanceActionDeposit ?? ActionDeposit,
        update.DRepDeposit ?? DRepDeposit,
        update.DRepInactivityEpochs ?? DRepInactivityEpochs,
        update.MinFeeReferenceScriptPerByte ?? MinFeeReferenceScriptPerByte);
}
