using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace PoolTopology.Crypto.Curve25519;

/// <summary>SHA-512 over up to three parts, without joining long ones.</summary>
internal static class Sha512
{
    internal const int SizeBytes = 64;

    private const int StackBytes = 512;

    /// <summary>SHA-512(a || b || c).</summary>
    /// <remarks>Post: no copy of the parts is left behind. Cost: allocates only above 512 bytes in total.</remarks>
    [SkipLocalsInit]
    internal static void Hash(
        ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, Span<byte> destination)
    {
        if ((long)a.Length + b.Length + c.Length > StackBytes)
        {
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
            hash.AppendData(a);
            hash.AppendData(b);
            hash.AppendData(c);
            hash.GetHashAndReset(destination);
            return;
        }
        Span<byte> joined = stackalloc byte[StackBytes];
        a.CopyTo(joined);
        b.CopyTo(joined[a.Length..]);
        c.CopyTo(joined[(a.Length + b.Length)..]);
        joined = joined[..(a.Length + b.Length + c.Length)];
        SHA512.HashData(joined, destination);
        CryptographicOperations.ZeroMemory(joined);
    }
}
