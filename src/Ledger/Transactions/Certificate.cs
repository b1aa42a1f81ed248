using System.Collections.Immutable;
using PoolTopology.Ledger.Transactions.Governance;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions;

/// <summary>A change of the delegation or governance state that a transaction carries.</summary>
/// <remarks>
/// Spec: ledger CDDL <c>certificate</c>; the number before each is noted with it. 5 and 6 end with Babbage, 7 and
/// greater start with Conway.
/// </remarks>
public abstract record Certificate
{
    private Certificate()
    {
    }

    /// <summary>0: registers a stake credential, for the deposit that the parameters name.</summary>
    public sealed record RegisterStake(Credential Credential) : Certificate;

    /// <summary>1: deregisters a stake credential, returning its deposit.</summary>
    public sealed record DeregisterStake(Credential Credential) : Certificate;

    /// <summary>2: delegates stake to a pool.</summary>
    public sealed record DelegateStake(Credential Credential, Hash28 PoolId) : Certificate;

    /// <summary>3: registers a pool, or anew with other parameters.</summary>
    public sealed record RegisterPool(PoolParameters Parameters) : Certificate;

    /// <summary>4: announces that a pool retires at an epoch's start.</summary>
    public sealed record RetirePool(Hash28 PoolId, EpochNo Epoch) : Certificate;

    /// <summary>5: a genesis key's word on who signs its blocks.</summary>
    public sealed record DelegateGenesis(Hash28 GenesisKeyHash, Hash28 DelegateKeyHash, Hash32 VrfKeyHash)
        : Certificate;

    /// <summary>6: moves rewards from a pot to credentials, sorted and each once.</summary>
    public sealed record MoveInstantaneousRewards(RewardSource Source, ImmutableArray<InstantaneousReward> Rewards)
        : Certificate;

    /// <summary>6: moves money from a pot to the other.</summary>
    public sealed record MoveBetweenPots(RewardSource Source, Coin Amount) : Certificate;

    /// <summary>7: registers a stake credential for the deposit named here.</summary>
    public sealed record RegisterStakeFor(Credential Credential, Coin Deposit) : Certificate;

    /// <summary>8: deregisters a stake credential for the refund named here.</summary>
    public sealed record DeregisterStakeFor(Credential Credential, Coin Refund) : Certificate;

    /// <summary>9: delegates votes.</summary>
    public sealed record DelegateVote(Credential Credential, DRep DRep) : Certificate;

    /// <summary>10: delegates stake and votes.</summary>
    public sealed record DelegateStakeAndVote(Credential Credential, Hash28 PoolId, DRep DRep) : Certificate;

    /// <summary>11: registers a stake credential and delegates its stake.</summary>
    public sealed record RegisterAndDelegateStake(Credential Credential, Hash28 PoolId, Coin Deposit) : Certificate;

    /// <summary>12: registers a stake credential and delegates its votes.</summary>
    public sealed record RegisterAndDelegateVote(Credential Credential, DRep DRep, Coin Deposit) : Certificate;

    /// <summary>13: registers a stake credential and delegates its stake and votes.</summary>
    public sealed record RegisterAndDelegateStakeAndVote(
        Credential Credential, Hash28 PoolId, DRep DRep, Coin Deposit) : Certificate;

    /// <summary>14: names the hot credential of a committee member.</summary>
    public sealed record AuthorizeCommitteeHot(Credential Cold, Credential Hot) : Certificate;

    /// <summary>15: a committee member resigns.</summary>
    public sealed record ResignCommitteeCold(Credential Cold, Anchor? Anchor) : Certificate;

    /// <summary>16: registers a representative.</summary>
    public sealed record RegisterDRep(Credential Credential, Coin Deposit, Anchor? Anchor) : Certificate;

    /// <summary>17: deregisters a representative.</summary>
    public sealed record DeregisterDRep(Credential Credential, Coin Refund) : Certificate;

    /// <summary>18: changes a representative's anchor.</summary>
    public sealed record UpdateDRep(Credential Credential, Anchor? Anchor) : Certificate;
}
