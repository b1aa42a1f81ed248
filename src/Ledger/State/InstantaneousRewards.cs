using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Collections;

namespace PoolTopology.Ledger.State;

/// <summary>What certificates want to be moved from the pots at the next epoch boundary.</summary>
/// <remarks>
/// Units: lovelace; the changes of the pots are signed and sum to zero.
/// Spec: cardano-ledger <c>InstantaneousRewards</c>.
/// </remarks>
public sealed record InstantaneousRewards
{
    /// <summary>Nothing.</summary>
    public static InstantaneousRewards None { get; } = new();

    /// <summary>To credentials from the reserves.</summary>
    public PersistentMap<Credential, Coin> FromReserves { get; init; } = PersistentMap<Credential, Coin>.Empty;

    /// <summary>To credentials from the treasury.</summary>
    public PersistentMap<Credential, Coin> FromTreasury { get; init; } = PersistentMap<Credential, Coin>.Empty;

    /// <summary>What the reserves gain (positive) or lose to the treasury.</summary>
    public long ReservesChange { get; init; }

    /// <summary>What the treasury gains (positive) or loses to the reserves.</summary>
    public long TreasuryChange { get; init; }

    /// <summary>Nothing is to be moved.</summary>
    public bool IsNone =>
        FromReserves.IsEmpty && FromTreasury.IsEmpty && ReservesChange == 0 && TreasuryChange == 0;
}
