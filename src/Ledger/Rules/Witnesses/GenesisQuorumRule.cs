using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Transactions;

namespace PoolTopology.Ledger.Rules;

public abstract partial record LedgerError
{
    /// <summary>Too few genesis delegates sign a movement from the pots.</summary>
    public sealed record TooFewGenesisSignatures(int SignedCount, ulong Quorum) : LedgerError;
}

/// <summary>A transaction that moves money from the pots is signed by a quorum of genesis delegates.</summary>
/// <remarks>Spec: cardano-ledger <c>validateMIRInsufficientGenesisSigs</c>.</remarks>
internal static class GenesisQuorumRule
{
    public static LedgerError? Check(TransactionContext context)
    {
        if (!MovesFromPots(context.Body))
            return null;
        int signedCount = 0;
        foreach (GenesisDelegation delegation in context.Certificates.GenesisDelegates.Values)
        {
            if (context.HasWitness(delegation.DelegateKeyHash))
                signedCount++;
        }
        ulong quorum = context.Environment.Config.Shelley.UpdateQuorum;
        return (ulong)signedCount < quorum ? new LedgerError.TooFewGenesisSignatures(signedCount, quorum) : null;
    }

    private static bool MovesFromPots(TransactionBody body)
    {
        foreach (Certificate certificate in body.Certificates)
        {
            if (certificate is Certificate.MoveInstantaneousRewards or Certificate.MoveBetweenPots)
                return true;
        }
        return false;
    }
}
