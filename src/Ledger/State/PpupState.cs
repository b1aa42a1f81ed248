using System.Collections.Immutable;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.State;

/// <summary>What genesis keys propose to change of the protocol parameters, by genesis key hash.</summary>
/// <param name="Current">For the end of this epoch.</param>
/// <param name="Future">Made too late for this epoch: for the end of the next one.</param>
/// <remarks>Spec: cardano-ledger <c>ShelleyGovState</c>; nothing from Conway on.</remarks>
public sealed record PpupState(
    ImmutableSortedDictionary<Hash28, ProtocolParameterUpdate> Current,
    ImmutableSortedDictionary<Hash28, ProtocolParameterUpdate> Future)
{
    /// <summary>No proposals.</summary>
    public static PpupState Empty { get; } = new(
        ImmutableSortedDictionary<Hash28, ProtocolParameterUpdate>.Empty,
        ImmutableSortedDictionary<Hash28, ProtocolParameterUpdate>.Empty);
}
