using System.Collections.Immutable;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Collections;

namespace PoolTopology.Ledger.State;

/// <summary>What certificates have built: accounts, pools, genesis delegates.</summary>
/// <remarks>Spec: cardano-ledger <c>CertState</c> (<c>DState</c> and <c>PState</c>).</remarks>
public sealed record CertificateState
{
    /// <summary>Nothing registered, no genesis delegates.</summary>
    public static CertificateState Empty { get; } = new();

    /// <summary>The registered stake credentials.</summary>
    public PersistentMap<Credential, Account> Accounts { get; init; } = PersistentMap<Credential, Account>.Empty;

    /// <summary>The stake pools.</summary>
    public PoolsState Pools { get; init; } = PoolsState.Empty;

    /// <summary>Who signs for a genesis key, by genesis key hash.</summary>
    public ImmutableSortedDictionary<Hash28, GenesisDelegation> GenesisDelegates { get; init; } =
        ImmutableSortedDictionary<Hash28, GenesisDelegation>.Empty;

    /// <summary>Announced genesis delegations, by slot, then genesis key hash.</summary>
    public ImmutableArray<FutureGenesisDelegation> FutureGenesisDelegates { get; init; } = [];

    /// <summary>What is moved from the pots at the next epoch boundary.</summary>
    public InstantaneousRewards InstantaneousRewards { get; init; } = InstantaneousRewards.None;
}
