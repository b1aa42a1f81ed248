using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PoolTopology.Crypto.Curve25519;

/// <summary>SHA-512 of eight messages side by side, one per lane.</summary>
/// <remarks>
/// Pre: <see cref="FieldLanes.IsSupported"/>. Cost: time follows the longest message; no allocation.
/// Spec: FIPS 180-4 (August 2015), sections 5.1.2, 6.4.
/// </remarks>
internal static class Sha512Lanes
{
    /// <summary>Bytes of eight hashes.</summary>
    internal const int SizeBytes = FieldLanes.Count * Sha512.SizeBytes;

    private const int BlockBytes = 128;
    private const int LengthBytes = 16;
    private const int BlockWords = 16;
    private const int StateWords = 8;
    private const int Rounds = 80;

    /// <summary>Writes eight hashes of 64 bytes, that of head ‖ tail for each lane.</summary>
    /// <param name="heads">The first part of each message, eight of the same size one after the other.</param>
    /// <param name="tails">The rest of each message: eight, or none.</param>
    /// <param name="hashes">Where the hashes go, one after the other.</param>
    [SkipLocalsInit]
    internal static void Hash(
        ReadOnlySpan<byte> heads, ReadOnlySpan<ReadOnlyMemory<byte>> tails, Span<byte> hashes)
    {
        int headSize = heads.Length / FieldLanes.Count;
        Span<long> blockCounts = stackalloc long[FieldLanes.Count];
        long blocks = 0;
        for (int lane = 0; lane < FieldLanes.Count; lane++)
        {
            long size = headSize + (tails.IsEmpty ? 0 : tails[lane].Length);
            blockCounts[lane] = (size + 1 + LengthBytes + BlockBytes - 1) / BlockBytes;
            blocks = Math.Max(blocks, blockCounts[lane]);
        }
        Vector512<long> counts = Vector512.Create<long>(blockCounts);
        Span<Vector512<ulong>> state = stackalloc Vector512<ulong>[StateWords];
        Span<Vector512<ulong>> schedule = stackalloc Vector512<ulong>[BlockWords];
        Span<byte> block = stackalloc byte[FieldLanes.Count * BlockBytes];
        for (int i = 0; i < StateWords; i++)
            state[i] = Vector512.Create(InitialState[i]);
        for (long number = 0; number < blocks; number++)
        {
            for (int lane = 0; lane < FieldLanes.Count; lane++)
            {
                Fill(
                    block.Slice(lane * BlockBytes, BlockBytes),
                    heads.Slice(lane * headSize, headSize),
                    tails.IsEmpty ? default : tails[lane].Span,
                    number * BlockBytes);
            }
            ReadWords(block, schedule);
            Compress(state, schedule, Vector512.GreaterThan(counts, Vector512.Create(number)).AsUInt64());
        }
        WriteHashes(state, hashes);
    }

    // The part of the padded message that begins at an offset: message, one bit, zeros, length in bits.
    private static void Fill(Span<byte> block, ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail, long offset)
    {
        long size = (long)head.Length + tail.Length;
        int filled = 0;
        if (offset < head.Length)
        {
            filled = Math.Min(BlockBytes, head.Length - (int)offset);
            head.Slice((int)offset, filled).CopyTo(block);
        }
        if (filled < BlockBytes && offset + filled < size)
        {
            int from = (int)(offset + filled - head.Length);
            int count = Math.Min(BlockBytes - filled, tail.Length - from);
            tail.Slice(from, count).CopyTo(block[filled..]);
            filled += count;
        }
        if (filled == BlockBytes)
            return;
        block[filled..].Clear();
        if (offset + filled == size)
            block[filled] = 0x80;
        if (offset + BlockBytes - LengthBytes > size)
            BinaryPrimitives.WriteUInt64BigEndian(block[^sizeof(ulong)..], (ulong)size * 8);
    }

    // Word k of every lane's block.
    private static void ReadWords(Span<byte> blocks, Span<Vector512<ulong>> words)
    {
        Span<ulong> all = MemoryMarshal.Cast<byte, ulong>(blocks);
        BinaryPrimitives.ReverseEndianness(all, all);
        for (int half = 0; half < BlockWords; half += 8)
        {
            LanesTranspose.Transpose(
                Vector512.Create<ulong>(all[half..]),
                Vector512.Create<ulong>(all[(BlockWords + half)..]),
                Vector512.Create<ulong>(all[((2 * BlockWords) + half)..]),
                Vector512.Create<ulong>(all[((3 * BlockWords) + half)..]),
                Vector512.Create<ulong>(all[((4 * BlockWords) + half)..]),
                Vector512.Create<ulong>(all[((5 * BlockWords) + half)..]),
                Vector512.Create<ulong>(all[((6 * BlockWords) + half)..]),
                Vector512.Create<ulong>(all[((7 * BlockWords) + half)..]),
                words[half..]);
        }
    }

    private static void WriteHashes(ReadOnlySpan<Vector512<ulong>> state, Span<byte> hashes)
    {
        Span<Vector512<ulong>> rows = stackalloc Vector512<ulong>[FieldLanes.Count];
        LanesTranspose.Transpose(
            state[0], state[1], state[2], state[3], state[4], state[5], state[6], state[7], rows);
        Span<ulong> all = MemoryMarshal.Cast<byte, ulong>(hashes[..SizeBytes]);
        for (int lane = 0; lane < FieldLanes.Count; lane++)
            rows[lane].CopyTo(all[(lane * StateWords)..]);
        BinaryPrimitives.ReverseEndianness(all, all);
    }

    // Lanes outside the mask keep their state.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compress(
        Span<Vector512<ulong>> state, Span<Vector512<ulong>> schedule, Vector512<ulong> mask)
    {
        Vector512<ulong> a = state[0];
        Vector512<ulong> b = state[1];
        Vector512<ulong> c = state[2];
        Vector512<ulong> d = state[3];
        Vector512<ulong> e = state[4];
        Vector512<ulong> f = state[5];
        Vector512<ulong> g = state[6];
        Vector512<ulong> h = state[7];
        ref Vector512<ulong> w = ref MemoryMarshal.GetReference(schedule[..BlockWords]);
        ref ulong k = ref MemoryMarshal.GetReference(RoundConstants);
        for (int round = 0; round < Rounds; round += 8)
        {
            // Words 16 rounds ahead replace those of this round: the schedule goes round in its 16 places.
            Round(a, b, c, ref d, e, f, g, ref h, Next(ref w, round), Unsafe.Add(ref k, round));
            Round(h, a, b, ref c, d, e, f, ref g, Next(ref w, round + 1), Unsafe.Add(ref k, round + 1));
            Round(g, h, a, ref b, c, d, e, ref f, Next(ref w, round + 2), Unsafe.Add(ref k, round + 2));
            Round(f, g, h, ref a, b, c, d, ref e, Next(ref w, round + 3), Unsafe.Add(ref k, round + 3));
            Round(e, f, g, ref h, a, b, c, ref d, Next(ref w, round + 4), Unsafe.Add(ref k, round + 4));
            Round(d, e, f, ref g, h, a, b, ref c, Next(ref w, round + 5), Unsafe.Add(ref k, round + 5));
            Round(c, d, e, ref f, g, h, a, ref b, Next(ref w, round + 6), Unsafe.Add(ref k, round + 6));
            Round(b, c, d, ref e, f, g, h, ref a, Next(ref w, round + 7), Unsafe.Add(ref k, round + 7));
        }
        state[0] += a & mask;
        state[1] += b & mask;
        state[2] += c & mask;
        state[3] += d & mask;
        state[4] += e & mask;
        state[5] += f & mask;
        state[6] += g & mask;
        state[7] += h & mask;
    }

    // The word of this round; in its place the word of sixteen rounds later.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Next(ref Vector512<ulong> w, int round)
    {
        ref Vector512<ulong> place = ref Unsafe.Add(ref w, round & 15);
        Vector512<ulong> word = place;
        place = word
            + SmallSigma0(Unsafe.Add(ref w, (round + 1) & 15))
            + Unsafe.Add(ref w, (round + 9) & 15)
            + SmallSigma1(Unsafe.Add(ref w, (round + 14) & 15));
        return word;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(
        Vector512<ulong> a,
        Vector512<ulong> b,
        Vector512<ulong> c,
        ref Vector512<ulong> d,
        Vector512<ulong> e,
        Vector512<ulong> f,
        Vector512<ulong> g,
        ref Vector512<ulong> h,
        Vector512<ulong> word,
        ulong constant)
    {
        Vector512<ulong> choice = Vector512.ConditionalSelect(e, f, g);
        Vector512<ulong> first = h + word + Vector512.Create(constant) + choice
            + (Avx512F.RotateRight(e, 14) ^ Avx512F.RotateRight(e, 18) ^ Avx512F.RotateRight(e, 41));
        // The majority of a, b, c: where a and b agree it is b, else c.
        Vector512<ulong> majority = Vector512.ConditionalSelect(a ^ b, c, b);
        d += first;
        h = first + majority
            + (Avx512F.RotateRight(a, 28) ^ Avx512F.RotateRight(a, 34) ^ Avx512F.RotateRight(a, 39));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> SmallSigma0(Vector512<ulong> x) =>
        Avx512F.RotateRight(x, 1) ^ Avx512F.RotateRight(x, 8) ^ (x >>> 7);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> SmallSigma1(Vector512<ulong> x) =>
        Avx512F.RotateRight(x, 19) ^ Avx512F.RotateRight(x, 61) ^ (x >>> 6);

    private static ReadOnlySpan<ulong> InitialState =>
    [
        0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
        0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
    ];

    // The first 64 bits of the fractional parts of the cube roots of the first eighty primes.
    private static ReadOnlySpan<ulong> RoundConstants =>
    [
        0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc,
        0x3956c25bf348b538, 0x59f111f1b605d019, 0x923f82a4af194f9b, 0xab1c5ed5da6d8118,
        0xd807aa98a3030242, 0x12835b0145706fbe, 0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2,
        0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235, 0xc19bf174cf692694,
        0xe49b69c19ef14ad2, 0xefbe4786384f25e3, 0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65,
        0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5,
        0x983e5152ee66dfab, 0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4,
        0xc6e00bf33da88fc2, 0xd5a79147930aa725, 0x06ca6351e003826f, 0x142929670a0e6e70,
        0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed, 0x53380d139d95b3df,
        0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b,
        0xa2bfe8a14cf10364, 0xa81a664bbc423001, 0xc24b8b70d0f89791, 0xc76c51a30654be30,
        0xd192e819d6ef5218, 0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8,
        0x19a4c116b8d2d0c8, 0x1e376c085141ab53, 0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8,
        0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb, 0x5b9cca4f7763e373, 0x682e6ff3d6b2b8a3,
        0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
        0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b,
        0xca273eceea26619c, 0xd186b8c721c0c207, 0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178,
        0x06f067aa72176fba, 0x0a637dc5a2c898a6, 0x113f9804bef90dae, 0x1b710b35131c471b,
        0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc, 0x431d67c49c100d4c,
        0x4cc5d4becb3e42b6, 0x597f299cfc657e2a, 0x5fcb6fab3ad6faec, 0x6c44198c4a475817,
    ];
}
