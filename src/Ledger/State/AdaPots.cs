using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.State;

/// <summary>Where all the money is.</summary>
/// <param name="Treasury">The treasury.</param>
/// <param name="Reserves">What is not issued yet.</param>
/// <param name="Rewards">What can be withdrawn.</param>
/// <param name="Outputs">Unspent outputs.</param>
/// <param name="Deposits">Deposits.</param>
/// <param name="Fees">Fees, and donations on their way to the treasury.</param>
/// <remarks>
/// Invariant: the total never changes. Spec: cardano-ledger <c>AdaPots</c>.
/// </remarks>
public sealed record AdaPots(Coin Treasury, Coin Reserves, Coin Rewards, Coin Outputs, Coin Deposits, Coin Fees)
{
    /// <summary>The sum.</summary>
    public Coin Total => Treasury + Reserves + Rewards + Outputs + Deposits + Fees;

    /// <summary>Counts the money of a state.</summary>
    /// <remarks>Cost: looks at every account.</remarks>
    public static AdaPots Of(LedgerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Coin rewards = Coin.Zero;
        foreach ((_, Account account) in state.Certificates.Accounts)
            rewards += account.Rewards;
        return new AdaPots(
            state.Pots.Treasury,
            state.Pots.Reserves,
            rewards,
            state.Utxo.Lovelace,
            state.Utxo.Deposited,
            state.Utxo.Fees + state.Utxo.Donations);
    }
}
