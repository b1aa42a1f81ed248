using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions;

/// <summary>The extra entropy that an update sets: a nonce, or none (neutral).</summary>
/// <remarks>Shape: CBOR <c>[0]</c> or <c>[1, hash]</c>. The default value is neutral.</remarks>
public readonly record struct ExtraEntropy(Hash32? Nonce);
