using PoolTopology.Crypto.Blake2;
using PoolTopology.Crypto.Text;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Credentials.Certificates;

/// <summary>Pool ids: the hash of a cold key, and how people write it.</summary>
public static class PoolIds
{
    private const string Prefix = "pool";

    /// <summary>BLAKE2b-224 of a cold verification key of 32 bytes.</summary>
    public static Hash28 Of(ReadOnlySpan<byte> coldVerificationKey) => new(Blake2b.Hash224(coldVerificationKey));

    /// <summary>The bech32 form, <c>pool1…</c>.</summary>
    public static string ToBech32(Hash28 poolId) => Bech32.Encode(Prefix, poolId.ToArray());
}
