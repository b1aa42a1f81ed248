using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace PoolTopology.Crypto.Blake2;

/// <summary>The compression function of BLAKE2b on plain 64-bit words: the reference for the vector form.</summary>
internal static class Blake2bScalar
{
    private const int Rounds = 12;
    private const int BlockWords = 16;

    /// <summary>
    /// Compresses one or more blocks; counter is the byte count after the first, finalMask all ones for the last.
    /// </summary>
    [SkipLocalsInit]
    internal static void Compress(Span<ulong> state, ReadOnlySpan<byte> blocks, ulong counter, ulong finalMask)
    {
        Span<ulong> message = stackalloc ulong[BlockWords];
        for (; blocks.Length >= Blake2bCompression.BlockBytes; blocks = blocks[Blake2bCompression.BlockBytes..])
        {
            for (int i = 0; i < BlockWords; i++)
                message[i] = BinaryPrimitives.ReadUInt64LittleEndian(blocks[(i * sizeof(ulong))..]);
            CompressBlock(state, message, counter, finalMask);
            counter += Blake2bCompression.BlockBytes;
        }
        message.Clear();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CompressBlock(Span<ulong> h, ReadOnlySpan<ulong> m, ulong counter, ulong finalMask)
    {
        ulong v0 = h[0], v1 = h[1], v2 = h[2], v3 = h[3];
        ulong v4 = h[4], v5 = h[5], v6 = h[6], v7 = h[7];
        ulong v8 = Blake2bCompression.Iv0, v9 = Blake2bCompression.Iv1;
        ulong v10 = Blake2bCompression.Iv2, v11 = Blake2bCompression.Iv3;
        ulong v12 = Blake2bCompression.Iv4 ^ counter, v13 = Blake2bCompression.Iv5;
        ulong v14 = Blake2bCompression.Iv6 ^ finalMask, v15 = Blake2bCompression.Iv7;
        for (int round = 0; round < Rounds; round++)
        {
            ReadOnlySpan<byte> s = Sigma.Slice(round % 10 * BlockWords, BlockWords);
            Mix(ref v0, ref v4, ref v8, ref v12, m[s[0]], m[s[1]]);
            Mix(ref v1, ref v5, ref v9, ref v13, m[s[2]], m[s[3]]);
            Mix(ref v2, ref v6, ref v10, ref v14, m[s[4]], m[s[5]]);
            Mix(ref v3, ref v7, ref v11, ref v15, m[s[6]], m[s[7]]);
            Mix(ref v0, ref v5, ref v10, ref v15, m[s[8]], m[s[9]]);
            Mix(ref v1, ref v6, ref v11, ref v12, m[s[10]], m[s[11]]);
            Mix(ref v2, ref v7, ref v8, ref v13, m[s[12]], m[s[13]]);
            Mix(ref v3, ref v4, ref v9, ref v14, m[s[14]], m[s[15]]);
        }
        h[0] ^= v0 ^ v8;
        h[1] ^= v1 ^ v9;
        h[2] ^= v2 ^ v10;
        h[3] ^= v3 ^ v11;
        h[4] ^= v4 ^ v12;
        h[5] ^= v5 ^ v13;
        h[6] ^= v6 ^ v14;
        h[7] ^= v7 ^ v15;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(ref ulong a, ref ulong b, ref ulong c, ref ulong d, ulong x, ulong y)
    {
        a += b + x;
        d = BitOperations.RotateRight(d ^ a, 32);
        c += d;
        b = BitOperations.RotateRight(b ^ c, 24);
        a += b + y;
        d = BitOperations.RotateRight(d ^ a, 16);
        c += d;
        b = BitOperations.RotateRight(b ^ c, 63);
    }

    // RFC 7693, section 2.7: the order of message words per round; rounds 10 and 11 repeat 0 and 1.
    private static ReadOnlySpan<byte> Sigma =>
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3,
        11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4,
        7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8,
        9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13,
        2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9,
        12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11,
        13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10,
        6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5,
        10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0,
    ];
}
