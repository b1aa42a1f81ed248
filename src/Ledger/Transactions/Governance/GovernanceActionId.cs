using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions.Governance;

/// <summary>A governance action by the transaction that proposed it and its place among the proposals.</summary>
public readonly record struct GovernanceActionId(Hash32 TransactionId, ushort Index)
    : IComparable<GovernanceActionId>
{
    /// <inheritdoc/>
    public int CompareTo(GovernanceActionId other)
    {
        int order = TransactionId.CompareTo(other.TransactionId);
        return order != 0 ? order : Index.CompareTo(other.Index);
    }

    /// <summary>Earlier in order.</summary>
    public static bool operator <(GovernanceActionId left, GovernanceActionId right) => left.CompareTo(right) < 0;

    /// <summary>Later in order.</summary>
    public static bool operator >(GovernanceActionId left, GovernanceActionId right) => left.CompareTo(right) > 0;

    /// <summary>Not later in order.</summary>
    public static bool operator <=(GovernanceActionId left, GovernanceActionId right) => left.CompareTo(right) <= 0;

    /// <summary>Not earlier in order.</summary>
    public static bool operator >=(GovernanceActionId left, GovernanceActionId right) => left.CompareTo(right) >= 0;
}
