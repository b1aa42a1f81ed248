using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace PoolTopology.Crypto.Blake2;

/// <summary>The state of BLAKE2b, eight words, and the choice among the forms of its compression function.</summary>
/// <remarks>Spec: RFC 7693, sections 2.6 and 3. The byte counter is 64 bits: longer input does not occur.</remarks>
internal static class Blake2bCompression
{
    internal const int BlockBytes = 128;
    internal const int StateWords = 8;

    internal const ulong Iv0 = 0x6a09e667f3bcc908;
    internal const ulong Iv1 = 0xbb67ae8584caa73b;
    internal const ulong Iv2 = 0x3c6ef372fe94f82b;
    internal const ulong Iv3 = 0xa54ff53a5f1d36f1;
    internal const ulong Iv4 = 0x510e527fade682d1;
    internal const ulong Iv5 = 0x9b05688c2b3e6c1f;
    internal const ulong Iv6 = 0x1f83d9abfb41bd6b;
    internal const ulong Iv7 = 0x5be0cd19137e2179;

    internal static void Start(Span<ulong> state, int sizeBytes, int keySizeBytes)
    {
        ReadOnlySpan<ulong> initial = [Iv0, Iv1, Iv2, Iv3, Iv4, Iv5, Iv6, Iv7];
        initial.CopyTo(state);
        // Parameter block: hash size, key size, fanout 1, depth 1.
        state[0] ^= (uint)sizeBytes | ((uint)keySizeBytes << 8) | 0x01010000;
    }

    /// <summary>
    /// Compresses whole blocks, none of them the last; bytesBefore counts what was compressed earlier.
    /// </summary>
    internal static void CompressWhole(Span<ulong> state, ReadOnlySpan<byte> blocks, ulong bytesBefore)
    {
        if (blocks.Length != 0)
            Compress(state, blocks, bytesBefore + BlockBytes, 0);
    }

    /// <summary>Compresses the last block, padded with zeros; totalBytes counts the input without padding.</summary>
    internal static void CompressLast(Span<ulong> state, ReadOnlySpan<byte> block, ulong totalBytes) =>
        Compress(state, block, totalBytes, ulong.MaxValue);

    private static void Compress(Span<ulong> state, ReadOnlySpan<byte> blocks, ulong counter, ulong finalMask)
    {
        if (Blake2bWide.IsSupported)
            Blake2bWide.Compress(state, blocks, counter, finalMask);
        else if (Avx2.IsSupported)
            Blake2bVector.Compress(state, blocks, counter, finalMask);
        else
            Blake2bScalar.Compress(state, blocks, counter, finalMask);
    }

    internal static void Write(ReadOnlySpan<ulong> state, Span<byte> destination)
    {
        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes(state)[..destination.Length].CopyTo(destination);
            return;
        }
        Span<byte> bytes = stackalloc byte[StateWords * sizeof(ulong)];
        for (int i = 0; i < StateWords; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[(sizeof(ulong) * i)..], state[i]);
        bytes[..destination.Length].CopyTo(destination);
    }
}
