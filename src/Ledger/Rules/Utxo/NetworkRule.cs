using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Transactions;

namespace PoolTopology.Ledger.Rules;

public abstract partial record LedgerError
{
    /// <summary>An output's address is of another network.</summary>
    public sealed record WrongNetwork(NetworkId Expected, int OutputIndex) : LedgerError;

    /// <summary>A reward account that is withdrawn from is of another network.</summary>
    public sealed record WrongNetworkWithdrawal(NetworkId Expected, RewardAccount Account) : LedgerError;

    /// <summary>The transaction says that it is for another network.</summary>
    public sealed record WrongNetworkInBody(NetworkId Expected, NetworkId Declared) : LedgerError;
}

/// <summary>Addresses, reward accounts and the body's own word are of the network that the ledger is of.</summary>
/// <remarks>
/// Spec: cardano-ledger <c>validateWrongNetwork</c>, <c>validateWrongNetworkWithdrawal</c>,
/// <c>validateWrongNetworkInTxBody</c>.
/// </remarks>
internal static class NetworkRule
{
    public static LedgerError? CheckOutputs(TransactionContext context)
    {
        for (int i = 0; i < context.AllOutputs.Length; i++)
        {
            if (context.OutputAddress(i).Network != context.Network)
                return new LedgerError.WrongNetwork(context.Network, i);
        }
        return null;
    }

    public static LedgerError? CheckWithdrawals(TransactionContext context)
    {
        foreach (Withdrawal withdrawal in context.Body.Withdrawals)
        {
            if (withdrawal.Account.Network != context.Network)
                return new LedgerError.WrongNetworkWithdrawal(context.Network, withdrawal.Account);
        }
        return null;
    }

    public static LedgerError? CheckBody(TransactionContext context) =>
        context.Body.Network is NetworkId declared && declared != context.Network
            ? new LedgerError.WrongNetworkInBody(context.Network, declared)
            : null;
}
