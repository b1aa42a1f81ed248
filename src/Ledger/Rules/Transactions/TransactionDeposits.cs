using System.Collections.Immutable;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Rules;

/// <summary>What a transaction's certificates pay into the deposit pot and take out of it.</summary>
/// <remarks>
/// Units: lovelace.
/// A pool pays once, however often a transaction registers it, and not when it is registered already. A stake
/// credential gets back what it paid, or the deposit of today when the same transaction registered it.
/// Spec: cardano-ledger <c>shelleyTotalDepositsTxCerts</c>, <c>shelleyTotalRefundsTxCerts</c>.
/// </remarks>
internal readonly record struct TransactionDeposits(UInt128 Deposits, UInt128 Refunds)
{
    public static TransactionDeposits Of(
        ImmutableArray<Certificate> certificates, ProtocolParameters parameters, CertificateState before)
    {
        UInt128 deposits = 0;
        UInt128 refunds = 0;
        for (int i = 0; i < certificates.Length; i++)
        {
            switch (certificates[i])
            {
                case Certificate.RegisterStake:
                    deposits += parameters.KeyDeposit.Value;
                    break;
                case Certificate.RegisterPool pool when IsNewPool(pool, certificates.AsSpan()[..i], before):
                    deposits += parameters.PoolDeposit.Value;
                    break;
                case Certificate.DeregisterStake stake:
                    refunds += Refund(stake.Credential, certificates.AsSpan()[..i], parameters, before).Value;
                    break;
                default:
                    break;
            }
        }
        return new TransactionDeposits(deposits, refunds);
    }

    private static bool IsNewPool(
        Certificate.RegisterPool registration, ReadOnlySpan<Certificate> earlier, CertificateState before)
    {
        Hash28 poolId = registration.Parameters.PoolId;
        if (before.Pools.Registered.Contains(poolId))
            return false;
        foreach (Certificate certificate in earlier)
        {
            if (certificate is Certificate.RegisterPool other && other.Parameters.PoolId == poolId)
                return false;
        }
        return true;
    }

    // The certificates before this one decide first: the last of them that registers or deregisters the credential.
    private static Coin Refund(
        Credential credential,
        ReadOnlySpan<Certificate> earlier,
        ProtocolParameters parameters,
        CertificateState before)
    {
        for (int i = earlier.Length - 1; i >= 0; i--)
        {
            if (earlier[i] is Certificate.RegisterStake registered && registered.Credential == credential)
                return parameters.KeyDeposit;
            if (earlier[i] is Certificate.DeregisterStake ended && ended.Credential == credential)
                break;
        }
        return before.Accounts.TryFind(credential, out Account? account) ? account.Deposit : Coin.Zero;
    }
}
