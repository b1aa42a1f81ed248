using PoolTopology.Primitives.Chain;

namespace PoolTopology.Consensus.Leadership;

/// <summary>A slot that the overlay schedule takes from the stake pools.</summary>
/// <param name="GenesisKeyHash">The genesis key whose delegate leads; null where the slot stays silent.</param>
/// <remarks>
/// The default value is a silent slot. Spec: cardano-ledger <c>OBftSlot</c>.
/// </remarks>
public readonly record struct OverlaySlot(Hash28? GenesisKeyHash);
