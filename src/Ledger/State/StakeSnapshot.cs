using System.Collections.Immutable;
using PoolTopology.Ledger.Snapshots;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Collections;

namespace PoolTopology.Ledger.State;

/// <summary>Who delegated what to which pool at an epoch boundary.</summary>
/// <remarks>
/// Immutable; the distribution is computed when first asked for.
/// Spec: cardano-ledger <c>SnapShot</c>.
/// </remarks>
public sealed class StakeSnapshot
{
    private readonly Lazy<StakeDistribution> _distribution;

    /// <summary>Takes a snapshot's parts.</summary>
    /// <param name="stakes">Every credential that delegates, each once, in any order; nothing may depend on it.</param>
    /// <param name="pools">The pools that were registered.</param>
    public StakeSnapshot(ImmutableArray<DelegatedStake> stakes, PersistentMap<Hash28, RegisteredPool> pools)
    {
        Stakes = stakes;
        Pools = pools;
        _distribution = new Lazy<StakeDistribution>(() => StakeDistribution.Of(this));
    }

    /// <summary>Nobody delegates.</summary>
    public static StakeSnapshot Empty { get; } = new([], PersistentMap<Hash28, RegisteredPool>.Empty);

    /// <summary>Every credential that delegates, with its stake; in no particular order.</summary>
    public ImmutableArray<DelegatedStake> Stakes { get; }

    /// <summary>The pools that were registered.</summary>
    public PersistentMap<Hash28, RegisteredPool> Pools { get; }

    /// <summary>Each pool's share.</summary>
    public StakeDistribution Distribution => _distribution.Value;
}
