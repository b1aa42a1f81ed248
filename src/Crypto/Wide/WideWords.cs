using System.Runtime.InteropServices;
using PoolTopology.Crypto.Curve25519;

namespace PoolTopology.Crypto.Wide;

/// <summary>
/// 256-bit numbers side by side, one per lane, as four registers of 64-bit words, least significant first.
/// </summary>
/// <remarks>Cost: constant time.</remarks>
/// <typeparam name="V">The register.</typeparam>
internal struct WideWords<V>
    where V : unmanaged, IWide<V>
{
    /// <summary>Bytes of one number in memory.</summary>
    internal const int SizeBytes = 32;

    /// <summary>The most lanes that any register has.</summary>
    internal const int LanesMax = 8;

    private const int Words = 4;

    internal V W0;
    internal V W1;
    internal V W2;
    internal V W3;

    /// <summary>Reads a number of 32 little-endian bytes for each lane, one after the other.</summary>
    internal static void Read(ReadOnlySpan<byte> bytes, out WideWords<V> words)
    {
        ReadOnlySpan<ulong> rows = MemoryMarshal.Cast<byte, ulong>(bytes)[..(Words * V.Lanes)];
        Span<ulong> columns = stackalloc ulong[Words * LanesMax];
        for (int lane = 0; lane < V.Lanes; lane++)
        {
            for (int word = 0; word < Words; word++)
                columns[word * V.Lanes + lane] = rows[lane * Words + word];
        }
        words.W0 = V.Load(columns);
        words.W1 = V.Load(columns[V.Lanes..]);
        words.W2 = V.Load(columns[(2 * V.Lanes)..]);
        words.W3 = V.Load(columns[(3 * V.Lanes)..]);
    }

    /// <summary>Puts a scalar into each lane.</summary>
    internal static void From(ReadOnlySpan<Scalar> scalars, out WideWords<V> words) =>
        Read(MemoryMarshal.AsBytes(scalars), out words);

    /// <summary>The same scalar in all lanes.</summary>
    internal static void Broadcast(in Scalar scalar, out WideWords<V> words)
    {
        words.W0 = V.Broadcast(scalar.W0);
        words.W1 = V.Broadcast(scalar.W1);
        words.W2 = V.Broadcast(scalar.W2);
        words.W3 = V.Broadcast(scalar.W3);
    }

    /// <summary>Writes 32 little-endian bytes for each lane, one after the other.</summary>
    internal readonly void Write(Span<byte> bytes)
    {
        Span<ulong> rows = MemoryMarshal.Cast<byte, ulong>(bytes)[..(Words * V.Lanes)];
        Span<ulong> columns = stackalloc ulong[Words * LanesMax];
        W0.Store(columns);
        W1.Store(columns[V.Lanes..]);
        W2.Store(columns[(2 * V.Lanes)..]);
        W3.Store(columns[(3 * V.Lanes)..]);
        for (int lane = 0; lane < V.Lanes; lane++)
        {
            for (int word = 0; word < Words; word++)
                rows[lane * Words + word] = columns[word * V.Lanes + lane];
        }
    }

    /// <summary>Bits [position, position + count) of every lane, within one word.</summary>
    internal readonly V Bits(int position, int count)
    {
        V word = (position / 64) switch
        {
            0 => W0,
            1 => W1,
            2 => W2,
            _ => W3,
        };
        return (word >>> (position % 64)) & V.Broadcast((1UL << count) - 1);
    }
}
