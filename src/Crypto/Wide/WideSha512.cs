using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PoolTopology.Crypto.Curve25519;

namespace PoolTopology.Crypto.Wide;

/// <summary>SHA-512 of a message in each lane.</summary>
/// <remarks>
/// Cost: time follows the longest message; no allocation. Spec: FIPS 180-4 (August 2015), sections 5.1.2, 6.4.
/// </remarks>
/// <typeparam name="V">The register.</typeparam>
internal static class WideSha512<V>
    where V : unmanaged, IWide<V>
{
    private const int BlockBytes = 128;
    private const int LengthBytes = 16;
    private const int BlockWords = 16;
    private const int StateWords = 8;
    private const int Rounds = 80;

    /// <summary>Bytes of the hashes of all lanes.</summary>
    internal static int SizeBytes => V.Lanes * Sha512.SizeBytes;

    /// <summary>Writes hashes of 64 bytes, that of head || tail for each lane.</summary>
    /// <param name="heads">The first part of each lane's message, all of the same size, one after the other.</param>
    /// <param name="tails">The rest of each message: one for each lane, or none.</param>
    /// <param name="hashes">Where the hashes go, one after the other.</param>
    [SkipLocalsInit]
    internal static void Hash(
        ReadOnlySpan<byte> heads, ReadOnlySpan<ReadOnlyMemory<byte>> tails, Span<byte> hashes)
    {
        int headSize = heads.Length / V.Lanes;
        Span<long> blockCounts = stackalloc long[WideWords<V>.LanesMax];
        long blocks = 0;
        for (int lane = 0; lane < V.Lanes; lane++)
        {
            long size = headSize + (tails.IsEmpty ? 0 : tails[lane].Length);
            blockCounts[lane] = (size + 1 + LengthBytes + BlockBytes - 1) / BlockBytes;
            blocks = Math.Max(blocks, blockCounts[lane]);
        }
        Span<V> state = stackalloc V[StateWords];
        Span<V> schedule = stackalloc V[BlockWords];
        Span<ulong> columns = stackalloc ulong[BlockWords * WideWords<V>.LanesMax];
        Span<ulong> mask = stackalloc ulong[WideWords<V>.LanesMax];
        for (int i = 0; i < StateWords; i++)
            state[i] = V.Broadcast(Sha512Constants.InitialState[i]);
        for (long number = 0; number < blocks; number++)
        {
            for (int lane = 0; lane < V.Lanes; lane++)
            {
                mask[lane] = number < blockCounts[lane] ? ulong.MaxValue : 0;
                ReadOnlySpan<byte> tail = tails.IsEmpty ? default : tails[lane].Span;
                ReadWords(heads.Slice(lane * headSize, headSize), tail, number * BlockBytes, columns[lane..]);
            }
            for (int word = 0; word < BlockWords; word++)
                schedule[word] = V.Load(columns[(word * V.Lanes)..]);
            Compress(state, schedule, V.Load(mask));
        }
        WriteHashes(state, hashes);
    }

    // Word k of a lane's block goes to the lane's place in column k.
    [SkipLocalsInit]
    private static void ReadWords(
        ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail, long offset, Span<ulong> columns)
    {
        Span<byte> block = stackalloc byte[BlockBytes];
        Fill(block, head, tail, offset);
        for (int word = 0; word < BlockWords; word++)
            columns[word * V.Lanes] = BinaryPrimitives.ReadUInt64BigEndian(block[(word * sizeof(ulong))..]);
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

    private static void WriteHashes(ReadOnlySpan<V> state, Span<byte> hashes)
    {
        Span<ulong> column = stackalloc ulong[WideWords<V>.LanesMax];
        for (int word = 0; word < StateWords; word++)
        {
            state[word].Store(column);
            for (int lane = 0; lane < V.Lanes; lane++)
            {
                BinaryPrimitives.WriteUInt64BigEndian(
                    hashes[(lane * Sha512.SizeBytes + word * sizeof(ulong))..], column[lane]);
            }
        }
    }

    // Lanes outside the mask keep their state.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compress(
        Span<V> state, Span<V> schedule, V mask)
    {
        V a = state[0];
        V b = state[1];
        V c = state[2];
        V d = state[3];
        V e = state[4];
        V f = state[5];
        V g = state[6];
        V h = state[7];
        ref V w = ref MemoryMarshal.GetReference(schedule[..BlockWords]);
        ref ulong k = ref MemoryMarshal.GetReference(Sha512Constants.RoundConstants);
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
    private static V Next(ref V w, int round)
    {
        ref V place = ref Unsafe.Add(ref w, round & 15);
        V word = place;
        place = word
            + SmallSigma0(Unsafe.Add(ref w, (round + 1) & 15))
            + Unsafe.Add(ref w, (round + 9) & 15)
            + SmallSigma1(Unsafe.Add(ref w, (round + 14) & 15));
        return word;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(
        V a,
        V b,
        V c,
        ref V d,
        V e,
        V f,
        V g,
        ref V h,
        V word,
        ulong constant)
    {
        V choice = V.Choose(e, f, g);
        V first = h + word + V.Broadcast(constant) + choice
            + (V.RotateRight(e, 14) ^ V.RotateRight(e, 18) ^ V.RotateRight(e, 41));
        // The majority of a, b, c: where a and b agree it is b, else c.
        V majority = V.Choose(a ^ b, c, b);
        d += first;
        h = first + majority
            + (V.RotateRight(a, 28) ^ V.RotateRight(a, 34) ^ V.RotateRight(a, 39));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V SmallSigma0(V x) =>
        V.RotateRight(x, 1) ^ V.RotateRight(x, 8) ^ (x >>> 7);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V SmallSigma1(V x) =>
        V.RotateRight(x, 19) ^ V.RotateRight(x, 61) ^ (x >>> 6);
}
