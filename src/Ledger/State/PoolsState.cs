using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Collections;

namespace PoolTopology.Ledger.State;

/// <summary>The stake pools by identifier.</summary>
/// <remarks>Spec: cardano-ledger <c>PState</c>.</remarks>
public sealed record PoolsState
{
    /// <summary>No pools.</summary>
    public static PoolsState Empty { get; } = new();

    /// <summary>The pools that are registered.</summary>
    public PersistentMap<Hash28, RegisteredPool> Registered { get; init; } =
        PersistentMap<Hash28, RegisteredPool>.Empty;

    /// <summary>What registered pools change to at the next epoch boundary.</summary>
    public PersistentMap<Hash28, PoolParameters> Future { get; init; } = PersistentMap<Hash28, PoolParameters>.Empty;

    /// <summary>The epoch at whose start a pool retires.</summary>
    public PersistentMap<Hash28, EpochNo> Retiring { get; init; } = PersistentMap<Hash28, EpochNo>.Empty;
}
