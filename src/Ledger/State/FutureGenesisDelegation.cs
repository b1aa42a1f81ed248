using PoolTopology.Ledger.Parameters;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.State;

/// <summary>A genesis delegation that a certificate announced, and the slot from which it holds.</summary>
public sealed record FutureGenesisDelegation(Slot From, GenesisDelegation Delegation);
