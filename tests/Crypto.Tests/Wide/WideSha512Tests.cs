using System.Security.Cryptography;
using PoolTopology.Crypto.Wide;
using Xunit;

namespace PoolTopology.Crypto.Tests.Wide;

public sealed class WideSha512Tests
{
    [WideFact(8)]
    public void Hash_any_lengths_side_by_side_agrees_with_the_platform_in_eight_lanes() => Hash_any_lengths_side_by_side_agrees_with_the_platform<Wide8>();

    [WideFact(4)]
    public void Hash_any_lengths_side_by_side_agrees_with_the_platform_in_four_lanes() => Hash_any_lengths_side_by_side_agrees_with_the_platform<Wide4>();

    private static void Hash_any_lengths_side_by_side_agrees_with_the_platform<V>()
        where V : unmanaged, IWide<V>
    {
        byte[] hashes = new byte[WideSha512<V>.SizeBytes];
        for (int seed = 0; seed < 400; seed++)
        {
            Random random = new(seed);
            int headSize = random.Next(4) switch { 0 => 0, 1 => 64, _ => random.Next(300) };
            byte[] heads = new byte[V.Lanes * headSize];
            random.NextBytes(heads);
            ReadOnlyMemory<byte>[] tails = [.. Enumerable.Range(0, V.Lanes).Select(_ => Tail(random, headSize))];
            WideSha512<V>.Hash(heads, tails, hashes);
            for (int lane = 0; lane < V.Lanes; lane++)
            {
                byte[] message = [.. heads[(lane * headSize)..((lane + 1) * headSize)], .. tails[lane].Span];
                Assert.True(
                    SHA512.HashData(message).AsSpan().SequenceEqual(hashes.AsSpan(64 * lane, 64)),
                    $"seed {seed}, lane {lane}, {headSize} + {tails[lane].Length} bytes");
            }
        }
    }

    [WideFact(8)]
    public void Hash_heads_alone_of_every_length_agrees_with_the_platform_in_eight_lanes() => Hash_heads_alone_of_every_length_agrees_with_the_platform<Wide8>();

    [WideFact(4)]
    public void Hash_heads_alone_of_every_length_agrees_with_the_platform_in_four_lanes() => Hash_heads_alone_of_every_length_agrees_with_the_platform<Wide4>();

    private static void Hash_heads_alone_of_every_length_agrees_with_the_platform<V>()
        where V : unmanaged, IWide<V>
    {
        byte[] hashes = new byte[WideSha512<V>.SizeBytes];
        for (int size = 0; size < 400; size++)
        {
            byte[] heads = new byte[V.Lanes * size];
            new Random(size).NextBytes(heads);
            WideSha512<V>.Hash(heads, default, hashes);
            for (int lane = 0; lane < V.Lanes; lane++)
            {
                byte[] expected = SHA512.HashData(heads.AsSpan(lane * size, size));
                Assert.True(expected.AsSpan().SequenceEqual(hashes.AsSpan(64 * lane, 64)), $"{size} bytes, lane {lane}");
            }
        }
    }

    // Lengths lean to where the padding needs one more block.
    private static byte[] Tail(Random random, int headSize)
    {
        int block = 128 * random.Next(1, 8);
        int size = random.Next(4) switch
        {
            0 => 0,
            1 => random.Next(1000),
            _ => Math.Max(0, block - headSize - random.Next(0, 20)),
        };
        byte[] tail = new byte[size];
        random.NextBytes(tail);
        return tail;
    }
}
