using System.Buffers;
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

    /// <summary>Reads both forms that people use: bech32 and hexadecimal.</summary>
    public static bool TryParse(string text, out Hash28 poolId)
    {
        ArgumentNullException.ThrowIfNull(text);
        poolId = default;
        Span<byte> bytes = stackalloc byte[Hash28.SizeBytes];
        bool isHex = text.Length == 2 * Hash28.SizeBytes
            && Convert.FromHexString(text, bytes, out _, out _) == OperationStatus.Done;
        if (isHex)
        {
            poolId = new Hash28(bytes);
            return true;
        }
        if (Bech32.Decode(text, out string prefix, out byte[] data) is not null
            || prefix != Prefix
            || data.Length != Hash28.SizeBytes)
            return false;
        poolId = new Hash28(data);
        return true;
    }
}
