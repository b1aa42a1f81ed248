using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions;

/// <summary>A datum that a transaction shows, and its hash.</summary>
/// <param name="PlutusData">CBOR plutus_data as received.</param>
/// <param name="Hash">BLAKE2b-256 of it.</param>
public readonly record struct DatumWitness(ReadOnlyMemory<byte> PlutusData, Hash32 Hash);
