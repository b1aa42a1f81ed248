using System.Collections.Immutable;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions;

/// <summary>What genesis delegates propose for the end of an epoch; Shelley to Babbage.</summary>
/// <param name="Proposals">The proposal of each genesis key hash, in their order.</param>
/// <param name="Epoch">The epoch that the proposals are for.</param>
public sealed record UpdateProposal(
    ImmutableSortedDictionary<Hash28, ProtocolParameterUpdate> Proposals, EpochNo Epoch);
