using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Rules;

public abstract partial record LedgerError
{
    /// <summary>A pool declares a lower cost than pools must.</summary>
    public sealed record PoolCostTooLow(Hash28 PoolId, Coin Cost, Coin MinCost) : LedgerError;

    /// <summary>A pool's reward account is on another network.</summary>
    public sealed record PoolRewardAccountOnOtherNetwork(Hash28 PoolId, NetworkId Found, NetworkId Expected)
        : LedgerError;

    /// <summary>The hash of a pool's metadata is longer than hashes are.</summary>
    public sealed record PoolMetadataHashTooLong(Hash28 PoolId, int SizeBytes, int MaxSizeBytes) : LedgerError;

    /// <summary>A pool that is not registered cannot retire.</summary>
    public sealed record RetirementOfUnknownPool(Hash28 PoolId) : LedgerError;

    /// <summary>
    /// A pool is to retire in an epoch that is not after <paramref name="Current"/>, or is after <paramref name="Last"/>.
    /// </summary>
    public sealed record RetirementInWrongEpoch(Hash28 PoolId, EpochNo Epoch, EpochNo Current, EpochNo Last)
        : LedgerError;
}

/// <summary>POOL: pools register, change and announce their retirement.</summary>
/// <remarks>
/// A new pool is registered at once and pays a deposit; a registered one changes at the next epoch boundary, pays
/// nothing, and is no longer to retire.
/// Spec: cardano-ledger <c>Cardano.Ledger.Shelley.Rules.Pool</c>.
/// https://github.com/IntersectMBO/cardano-ledger/blob/02ed285c8f3631d0fc9276113116aaa4172470e5/eras/shelley/impl/src/Cardano/Ledger/Shelley/Rules/Pool.hs
/// </remarks>
internal static class PoolRule
{
    // Checked from Alonzo's version on.
    private const ulong LastMajorWithoutNetworkCheck = 4;
    private static readonly ProtocolVersion LastWithoutMetadataCheck = new(4, 0);

    public static (CertificateState? Next, LedgerError? Error) Register(
        CertificateState state, PoolParameters pool, TransactionEnvironment environment)
    {
        if (Check(pool, environment) is LedgerError error)
            return (null, error);
        PoolsState pools = state.Pools;
        PoolsState next = pools.Registered.Contains(pool.PoolId)
            ? pools with
            {
                Future = pools.Future.Set(pool.PoolId, pool),
                Retiring = pools.Retiring.Remove(pool.PoolId),
            }
            : pools with
            {
                Registered = pools.Registered.Set(
                    pool.PoolId, new RegisteredPool(pool, environment.Parameters.PoolDeposit)),
            };
        return (state with { Pools = next }, null);
    }

    public static (CertificateState? Next, LedgerError? Error) Retire(
        CertificateState state, Hash28 poolId, EpochNo epoch, TransactionEnvironment environment)
    {
        if (!state.Pools.Registered.Contains(poolId))
            return (null, new LedgerError.RetirementOfUnknownPool(poolId));
        EpochNo current = environment.Epoch;
        EpochNo last = new(checked(current.Value + environment.Parameters.MaxPoolRetirementEpochs));
        if (epoch <= current || epoch > last)
            return (null, new LedgerError.RetirementInWrongEpoch(poolId, epoch, current, last));
        PoolsState next = state.Pools with { Retiring = state.Pools.Retiring.Set(poolId, epoch) };
        return (state with { Pools = next }, null);
    }

    private static LedgerError? Check(PoolParameters pool, TransactionEnvironment environment)
    {
        ProtocolVersion version = environment.Parameters.ProtocolVersion;
        NetworkId network = environment.Config.Shelley.NetworkId;
        if (version.Major > LastMajorWithoutNetworkCheck && pool.RewardAccount.Network != network)
            return new LedgerError.PoolRewardAccountOnOtherNetwork(pool.PoolId, pool.RewardAccount.Network, network);
        if (IsAfter(version, LastWithoutMetadataCheck) && pool.Metadata is { } metadata
            && metadata.Hash.Length > Hash32.SizeBytes)
            return new LedgerError.PoolMetadataHashTooLong(pool.PoolId, metadata.Hash.Length, Hash32.SizeBytes);
        return pool.Cost < environment.Parameters.MinPoolCost
            ? new LedgerError.PoolCostTooLow(pool.PoolId, pool.Cost, environment.Parameters.MinPoolCost)
            : null;
    }

    private static bool IsAfter(ProtocolVersion version, ProtocolVersion other) =>
        version.Major > other.Major || (version.Major == other.Major && version.Minor > other.Minor);
}
