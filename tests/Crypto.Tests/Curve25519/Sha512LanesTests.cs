using System.Security.Cryptography;
using PoolTopology.Crypto.Curve25519;
using Xunit;

namespace PoolTopology.Crypto.Tests.Curve25519;

public sealed class Sha512LanesTests
{
    [LanesFact]
    public void Hash_any_lengths_side_by_side_agrees_with_the_platform()
    {
        byte[] hashes = new byte[Sha512Lanes.SizeBytes];
        for (int seed = 0; seed < 400; seed++)
        {
            Random random = new(seed);
            int headSize = random.Next(4) switch { 0 => 0, 1 => 64, _ => random.Next(300) };
            byte[] heads = new byte[8 * headSize];
            random.NextBytes(heads);
            ReadOnlyMemory<byte>[] tails = [.. Enumerable.Range(0, 8).Select(_ => Tail(random, headSize))];
            Sha512Lanes.Hash(heads, tails, hashes);
            for (int lane = 0; lane < 8; lane++)
            {
                byte[] message = [.. heads[(lane * headSize)..((lane + 1) * headSize)], .. tails[lane].Span];
                Assert.True(
                    SHA512.HashData(message).AsSpan().SequenceEqual(hashes.AsSpan(64 * lane, 64)),
                    $"seed {seed}, lane {lane}, {headSize} + {tails[lane].Length} bytes");
            }
        }
    }

    [LanesFact]
    public void Hash_heads_alone_of_every_length_agrees_with_the_platform()
    {
        byte[] hashes = new byte[Sha512Lanes.SizeBytes];
        for (int size = 0; size < 400; size++)
        {
            byte[] heads = new byte[8 * size];
            new Random(size).NextBytes(heads);
            Sha512Lanes.Hash(heads, default, hashes);
            for (int lane = 0; lane < 8; lane++)
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
