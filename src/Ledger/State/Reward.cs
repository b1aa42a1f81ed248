using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.State;

/// <summary>What a credential gets from one pool for an epoch.</summary>
/// <remarks>The order is the reference's within a credential: members first, then by pool, then by amount.</remarks>
public readonly record struct Reward(Credential Credential, RewardKind Kind, Hash28 PoolId, Coin Amount)
    : IComparable<Reward>
{
    /// <inheritdoc/>
    public int CompareTo(Reward other)
    {
        int order = Credential.CompareTo(other.Credential);
        if (order == 0)
            order = Kind.CompareTo(other.Kind);
        if (order == 0)
            order = PoolId.CompareTo(other.PoolId);
        return order != 0 ? order : Amount.CompareTo(other.Amount);
    }

    /// <summary>Earlier in order.</summary>
    public static bool operator <(Reward left, Reward right) => left.CompareTo(right) < 0;

    /// <summary>Later in order.</summary>
    public static bool operator >(Reward left, Reward right) => left.CompareTo(right) > 0;

    /// <summary>Not later in order.</summary>
    public static bool operator <=(Reward left, Reward right) => left.CompareTo(right) <= 0;

    /// <summary>Not earlier in order.</summary>
    public static bool operator >=(Reward left, Reward right) => left.CompareTo(right) >= 0;
}
