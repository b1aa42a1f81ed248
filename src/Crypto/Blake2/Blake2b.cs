using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace PoolTopology.Crypto.Blake2;

/// <summary>BLAKE2b in the sizes that Cardano uses, in one call.</summary>
/// <remarks>
/// Spec: RFC 7693 (November 2015). Thread-safe; the overloads with a destination do not allocate.
/// For input in pieces see <see cref="Blake2bHasher"/>.
/// </remarks>
public static class Blake2b
{
    /// <summary>Bytes of a 224-bit hash: keys, scripts, pools.</summary>
    public const int Size224Bytes = 28;

    /// <summary>Bytes of a 256-bit hash: blocks, transactions, KES.</summary>
    public const int Size256Bytes = 32;

    /// <summary>Bytes of a 512-bit hash.</summary>
    public const int Size512Bytes = 64;

    /// <summary>The longest key, in bytes.</summary>
    public const int MaximumKeySizeBytes = 64;

    /// <summary>Writes the 28-byte hash of the data.</summary>
    /// <remarks>
    /// Errors: ArgumentException when the destination is not 28 bytes. The destination may overlap the data.
    /// </remarks>
    public static void Hash224(ReadOnlySpan<byte> data, Span<byte> destination) =>
        HashTo(Size224Bytes, data, destination);

    /// <summary>Writes the 32-byte hash of the data.</summary>
    /// <remarks>
    /// Errors: ArgumentException when the destination is not 32 bytes. The destination may overlap the data.
    /// </remarks>
    public static void Hash256(ReadOnlySpan<byte> data, Span<byte> destination) =>
        HashTo(Size256Bytes, data, destination);

    /// <summary>Writes the 64-byte hash of the data.</summary>
    /// <remarks>
    /// Errors: ArgumentException when the destination is not 64 bytes. The destination may overlap the data.
    /// </remarks>
    public static void Hash512(ReadOnlySpan<byte> data, Span<byte> destination) =>
        HashTo(Size512Bytes, data, destination);

    /// <summary>The 28-byte hash of the data.</summary>
    public static byte[] Hash224(ReadOnlySpan<byte> data) => NewHash(Size224Bytes, data);

    /// <summary>The 32-byte hash of the data.</summary>
    public static byte[] Hash256(ReadOnlySpan<byte> data) => NewHash(Size256Bytes, data);

    /// <summary>The 64-byte hash of the data.</summary>
    public static byte[] Hash512(ReadOnlySpan<byte> data) => NewHash(Size512Bytes, data);

    /// <summary>Writes the keyed hash (MAC) of the data.</summary>
    /// <remarks>
    /// Shape: key of 0 to 64 bytes (none gives the plain hash), hash of 1 to 64 bytes: the destination's length.
    /// Errors: ArgumentException for other lengths.
    /// </remarks>
    public static void HashKeyed(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data, Span<byte> destination)
    {
        Blake2bHasher hasher = new(destination.Length, key);
        hasher.Append(data);
        hasher.Finish(destination);
    }

    private static byte[] NewHash(int sizeBytes, ReadOnlySpan<byte> data)
    {
        byte[] hash = new byte[sizeBytes];
        HashTo(sizeBytes, data, hash);
        return hash;
    }

    [SkipLocalsInit]
    private static void HashTo(int sizeBytes, ReadOnlySpan<byte> data, Span<byte> destination)
    {
        if (destination.Length != sizeBytes)
            throw new ArgumentException("wrong length", nameof(destination));
        Span<ulong> state = stackalloc ulong[Blake2bCompression.StateWords];
        Blake2bCompression.Start(state, sizeBytes, 0);
        // The last block, full or not, is compressed with the final flag: keep at least one byte for it.
        const int block = Blake2bCompression.BlockBytes;
        int whole = data.Length == 0 ? 0 : (data.Length - 1) / block * block;
        Blake2bCompression.CompressWhole(state, data[..whole], 0);
        ReadOnlySpan<byte> rest = data[whole..];
        if (rest.Length == Blake2bCompression.BlockBytes)
        {
            Blake2bCompression.CompressLast(state, rest, (ulong)data.Length);
        }
        else
        {
            Span<byte> last = stackalloc byte[Blake2bCompression.BlockBytes];
            rest.CopyTo(last);
            last[rest.Length..].Clear();
            Blake2bCompression.CompressLast(state, last, (ulong)data.Length);
            // The data may be a secret seed.
            CryptographicOperations.ZeroMemory(last[..rest.Length]);
        }
        Blake2bCompression.Write(state, destination);
    }
}
