using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using PoolTopology.Crypto.Curve25519;

namespace PoolTopology.Crypto.Wide;

/// <summary>SHA-512 of a message in each lane.</summary>
/// <remarks>
/// Cost: time follows the longest message; no allocation. Spec: FIPS 180-4 (August 2015), sections 5.1.2, 6.4.
/// </remarks>
/// <typeparam name="V">The register.</typeparam>
[SkipLocalsInit]
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
        Span<V> schedule = stackalloc V[Rounds];
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
            Expand(schedule);
            Compress(state, schedule, V.Load(mask));
        }
        WriteHashes(state, hashes);
    }

    // Word k of a lane's block goes to the lane's place in column k.
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

    // Words 16 to 79 of the schedule, from the 16 of the block.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Expand(Span<V> schedule)
    {
        for (int i = BlockWords; i < Rounds; i++)
        {
            V old = schedule[i - 15];
            V young = schedule[i - 2];
            schedule[i] = schedule[i - 16]
                + (V.RotateRight(old, 1) ^ V.RotateRight(old, 8) ^ (old >>> 7))
                + schedule[i - 7]
                + (V.RotateRight(young, 19) ^ V.RotateRight(young, 61) ^ (young >>> 6));
        }
    }

    // Lanes outside the mask keep their state.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compress(Span<V> state, ReadOnlySpan<V> schedule, V mask)
    {
        V a = state[0];
        V b = state[1];
        V c = state[2];
        V d = state[3];
        V e = state[4];
        V f = state[5];
        V g = state[6];
        V h = state[7];
        ReadOnlySpan<ulong> constants = Sha512Constants.RoundConstants;
        for (int i = 0; i < Rounds; i++)
        {
            V first = h + schedule[i] + V.Broadcast(constants[i]) + V.Choose(e, f, g)
                + (V.RotateRight(e, 14) ^ V.RotateRight(e, 18) ^ V.RotateRight(e, 41));
            // The majority of a, b, c: where a and b agree it is b, else c.
            V second = V.Choose(a ^ b, c, b)
                + (V.RotateRight(a, 28) ^ V.RotateRight(a, 34) ^ V.RotateRight(a, 39));
            h = g;
            g = f;
            f = e;
            e = d + first;
            d = c;
            c = b;
            b = a;
            a = first + second;
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
}
