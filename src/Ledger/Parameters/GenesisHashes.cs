using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Parameters;

/// <summary>The hashes by which a config file names its genesis files.</summary>
public static class GenesisHashes
{
    /// <summary>BLAKE2b-256 of the file's bytes: Shelley, Alonzo and Conway.</summary>
    /// <remarks>The Shelley file's hash is also the chain's first nonce.</remarks>
    public static Hash32 OfFile(ReadOnlySpan<byte> file) => Digest.Blake2b256(file);

    /// <summary>BLAKE2b-256 of the file in canonical JSON: Byron.</summary>
    /// <exception cref="GenesisException">The file is not JSON, or holds what canonical JSON cannot.</exception>
    public static Hash32 OfByron(ReadOnlySpan<byte> file) => Digest.Blake2b256(CanonicalJson.Render(file));
}
