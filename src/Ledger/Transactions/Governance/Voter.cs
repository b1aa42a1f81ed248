namespace PoolTopology.Ledger.Transactions.Governance;

/// <summary>Who votes.</summary>
/// <remarks>
/// Shape: CBOR <c>[0 // 1, hash]</c> committee key or script, <c>[2 // 3, hash]</c> representative key or script,
/// <c>[4, hash]</c> pool key. The order is the reference's: role, then credential.
/// </remarks>
public readonly record struct Voter(VoterRole Role, Credential Credential) : IComparable<Voter>
{
    /// <inheritdoc/>
    public int CompareTo(Voter other)
    {
        int order = Role.CompareTo(other.Role);
        return order != 0 ? order : Credential.CompareTo(other.Credential);
    }

    /// <summary>Earlier in order.</summary>
    public static bool operator <(Voter left, Voter right) => left.CompareTo(right) < 0;

    /// <summary>Later in order.</summary>
    public static bool operator >(Voter left, Voter right) => left.CompareTo(right) > 0;

    /// <summary>Not later in order.</summary>
    public static bool operator <=(Voter left, Voter right) => left.CompareTo(right) <= 0;

    /// <summary>Not earlier in order.</summary>
    public static bool operator >=(Voter left, Voter right) => left.CompareTo(right) >= 0;
}
