namespace PoolTopology.Ledger.Transactions;

/// <summary>The argument of a Plutus script and what running it may take.</summary>
/// <param name="Tag">What kind of thing the script guards.</param>
/// <param name="Index">Its place among the sorted things of that kind.</param>
/// <param name="PlutusData">CBOR plutus_data as received.</param>
/// <param name="Units">The declared budget.</param>
public readonly record struct Redeemer(
    RedeemerTag Tag, uint Index, ReadOnlyMemory<byte> PlutusData, ExecutionUnits Units);
