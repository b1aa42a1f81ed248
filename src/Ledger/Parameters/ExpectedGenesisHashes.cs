using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Parameters;

/// <summary>
/// The hashes by which a config file names its genesis files (<c>ByronGenesisHash</c> …); null where it does not.
/// </summary>
public sealed record ExpectedGenesisHashes(
    Hash32? Byron = null, Hash32? Shelley = null, Hash32? Alonzo = null, Hash32? Conway = null);
