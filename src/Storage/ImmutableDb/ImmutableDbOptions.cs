namespace PoolTopology.Storage.ImmutableDb;

/// <summary>How to open an ImmutableDB.</summary>
/// <param name="SlotsPerChunk">10 k of the network: 21,600 on mainnet and preprod, 4,320 on preview.</param>
/// <param name="Validation">How much opening checks.</param>
public sealed record ImmutableDbOptions(ulong SlotsPerChunk, ImmutableValidation Validation = ImmutableValidation.LastChunk);
