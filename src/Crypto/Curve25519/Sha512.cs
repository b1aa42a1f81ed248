using System.Buffers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace PoolTopology.Crypto.Curve25519;

/// <summary>SHA-512 over up to three parts, without joining long ones.</summary>
internal static class Sha512
{
    internal const int SizeBytes = 64;

    private const int StackBytes = 512;

    private const int PooledBytes = 1 << 16;

    /// <summary>SHA-512(a || b || c).</summary>
    /// <remarks>Post: no copy of the parts is left behind. Cost: allocates only above 64 KiB in total.</remarks>
    [SkipLocalsInit]
    internal static void Hash(
        ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, Span<byte> destination)
    {
        long length = (long)a.Length + b.Length + c.Length;
        if (length <= StackBytes)
        {
            HashJoined(a, b, c, stackalloc byte[StackBytes], destination);
            return;
        }
        if (length <= PooledBytes)
        {
            byte[] rented = ArrayPool<byte>.Shared.Rent((int)length);
            HashJoined(a, b, c, rented, destination);
            ArrayPool<byte>.Shared.Return(rented);
            return;
        }
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        hash.AppendData(a);
        hash.AppendData(b);
        hash.AppendData(c);
        hash.GetHashAndReset(destination);
    }

    private static void HashJoined(
        ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, Span<byte> buffer, Span<byte> destination)
    {
        a.CopyTo(buffer);
        b.CopyTo(buffer[a.Length..]);
        c.CopyTo(buffer[(a.Length + b.Length)..]);
        Span<byte> joined = buffer[..(a.Length + b.Length + c.Length)];
        SHA512.HashData(joined, destination);
        CryptographicOperations.ZeroMemory(joined);
    }
}
