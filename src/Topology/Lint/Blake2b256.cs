using System.Buffers.Binary;
using System.Numerics;

namespace PoolTopology.Topology.Lint;

/// <summary>BLAKE2b-256, by which config.json names genesis files.</summary>
/// <remarks>
/// Short and slow on purpose: it hashes a few small files. The project's fast one lives with the keys, which an operator's
/// machine does not need. Spec: RFC 7693.
/// </remarks>
internal static class Blake2b256
{
    private const int BlockBytes = 128;
    private const int HashBytes = 32;
    private const int Rounds = 12;

    private static readonly ulong[] Start =
    [
        0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B, 0xA54FF53A5F1D36F1,
        0x510E527FADE682D1, 0x9B05688C2B3E6C1F, 0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179,
    ];

    private static readonly byte[][] Order =
    [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
        [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
        [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
        [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
        [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
        [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
        [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
        [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
        [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
        [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
    ];

    /// <summary>The hash in lower-case hexadecimal.</summary>
    public static string HashHex(ReadOnlySpan<byte> bytes)
    {
        ulong[] state = [.. Start];
        state[0] ^= 0x01010000 ^ HashBytes; // One output length, no key, sequential.
        int offset = 0;
        for (; bytes.Length - offset > BlockBytes; offset += BlockBytes)
            Compress(state, bytes.Slice(offset, BlockBytes), (ulong)(offset + BlockBytes), isLast: false);
        Span<byte> last = stackalloc byte[BlockBytes];
        bytes[offset..].CopyTo(last);
        Compress(state, last, (ulong)bytes.Length, isLast: true);
        Span<byte> hash = stackalloc byte[HashBytes];
        for (int i = 0; i < HashBytes / sizeof(ulong); i++)
            BinaryPrimitives.WriteUInt64LittleEndian(hash[(i * sizeof(ulong))..], state[i]);
        return Convert.ToHexStringLower(hash);
    }

    private static void Compress(ulong[] state, ReadOnlySpan<byte> block, ulong count, bool isLast)
    {
        Span<ulong> words = stackalloc ulong[16];
        for (int i = 0; i < words.Length; i++)
            words[i] = BinaryPrimitives.ReadUInt64LittleEndian(block[(i * sizeof(ulong))..]);
        Span<ulong> v = [.. state, .. Start];
        v[12] ^= count;
        v[14] ^= isLast ? ulong.MaxValue : 0;
        for (int round = 0; round < Rounds; round++)
        {
            byte[] order = Order[round % Order.Length];
            for (int i = 0; i < 4; i++)
                Mix(v, i, i + 4, i + 8, i + 12, words[order[2 * i]], words[order[(2 * i) + 1]]);
            for (int i = 0; i < 4; i++)
                Mix(v, i, 4 + ((i + 1) % 4), 8 + ((i + 2) % 4), 12 + ((i + 3) % 4), words[order[8 + (2 * i)]], words[order[9 + (2 * i)]]);
        }
        for (int i = 0; i < state.Length; i++)
            state[i] ^= v[i] ^ v[i + 8];
    }

    private static void Mix(Span<ulong> v, int a, int b, int c, int d, ulong x, ulong y)
    {
        v[a] = unchecked(v[a] + v[b] + x);
        v[d] = BitOperations.RotateRight(v[d] ^ v[a], 32);
        v[c] = unchecked(v[c] + v[d]);
        v[b] = BitOperations.RotateRight(v[b] ^ v[c], 24);
        v[a] = unchecked(v[a] + v[b] + y);
        v[d] = BitOperations.RotateRight(v[d] ^ v[a], 16);
        v[c] = unchecked(v[c] + v[d]);
        v[b] = BitOperations.RotateRight(v[b] ^ v[c], 63);
    }
}
