using System.Runtime.Intrinsics.X86;
using System.Text.Json;
using PoolTopology.Crypto.Blake2;
using PoolTopology.TestKit.Vectors;
using Xunit;

namespace PoolTopology.Crypto.Tests.Blake2;

public sealed class Blake2bTests
{
    [VectorFact]
    public void HashKeyed_official_json_gives_the_published_hashes()
    {
        using JsonDocument document = JsonDocument.Parse(VectorFiles.ReadText("blake2b/blake2-kat.json"));
        int count = 0;
        foreach (JsonElement vector in document.RootElement.EnumerateArray())
        {
            if (vector.GetProperty("hash").GetString() != "blake2b")
                continue;
            byte[] key = Convert.FromHexString(vector.GetProperty("key").GetString()!);
            byte[] data = Convert.FromHexString(vector.GetProperty("in").GetString()!);
            string expected = vector.GetProperty("out").GetString()!;
            byte[] hash = new byte[expected.Length / 2];
            Blake2b.HashKeyed(key, data, hash);
            Assert.Equal(expected, Convert.ToHexStringLower(hash));
            if (key.Length == 0)
                Assert.Equal(expected, Convert.ToHexStringLower(Blake2b.Hash512(data)));
            count++;
        }
        Assert.Equal(512, count);
    }

    [VectorFact]
    public void HashKeyed_official_text_gives_the_published_hashes()
    {
        string[] values = [.. VectorFiles.ReadText("blake2b/blake2b-kat.txt").Split('\n')
            .Where(line => line.Contains(':', StringComparison.Ordinal))
            .Select(line => line.Split(':')[1].Trim())];
        Assert.Equal(3 * 256, values.Length);
        for (int i = 0; i < values.Length; i += 3)
        {
            byte[] hash = new byte[64];
            Blake2b.HashKeyed(Convert.FromHexString(values[i + 1]), Convert.FromHexString(values[i]), hash);
            Assert.Equal(values[i + 2], Convert.ToHexStringLower(hash));
        }
    }

    // hashlib.blake2b(b"abc", digest_size=n) of CPython.
    [Fact]
    public void Hash224_and_Hash256_short_text_give_known_answers()
    {
        Assert.Equal("bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319",
            Convert.ToHexStringLower(Blake2b.Hash256("abc"u8)));
        Assert.Equal("9bd237b02a29e43bdd6738afa5b53ff0eee178d6210b618e4511aec8",
            Convert.ToHexStringLower(Blake2b.Hash224("abc"u8)));
    }

    [Fact]
    public void Append_any_division_gives_the_hash_of_the_whole()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            byte[] data = new byte[random.Next(0, 700)];
            random.NextBytes(data);
            Blake2bHasher hasher = new(32);
            for (int offset = 0; offset < data.Length;)
            {
                int[] likely = [1, 127, 128, 129, 256, random.Next(0, 300)];
                int length = Math.Min(likely[random.Next(likely.Length)], data.Length - offset);
                hasher.Append(data.AsSpan(offset, length));
                offset += length;
            }
            byte[] hash = new byte[32];
            hasher.Finish(hash);
            Assert.True(hash.AsSpan().SequenceEqual(Blake2b.Hash256(data)), $"seed {seed}");
        }
    }

    [Fact]
    public void Compress_vector_forms_agree_with_the_scalar_form()
    {
        if (!Avx2.IsSupported)
            return;
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            byte[] blocks = new byte[128 * random.Next(1, 5)];
            ulong[] scalar = new ulong[8];
            random.NextBytes(blocks);
            for (int i = 0; i < scalar.Length; i++)
                scalar[i] = (ulong)random.NextInt64();
            ulong[] vector = [.. scalar];
            ulong[] wide = [.. scalar];
            ulong counter = (ulong)random.NextInt64();
            ulong mask = seed % 2 == 0 ? 0 : ulong.MaxValue;
            Blake2bScalar.Compress(scalar, blocks, counter, mask);
            Blake2bVector.Compress(vector, blocks, counter, mask);
            Assert.Equal(scalar, vector);
            if (!Blake2bWide.IsSupported)
                continue;
            Blake2bWide.Compress(wide, blocks, counter, mask);
            Assert.Equal(scalar, wide);
        }
    }

    [Fact]
    public void Hash256_wrong_destination_throws_and_leaves_it()
    {
        byte[] destination = new byte[33];
        Assert.Throws<ArgumentException>(() => Blake2b.Hash256("abc"u8, destination));
        Assert.All(destination, b => Assert.Equal(0, b));
    }

    [Fact]
    public void Finish_twice_throws()
    {
        Blake2bHasher hasher = new(32);
        hasher.Finish(new byte[32]);
        Assert.Throws<InvalidOperationException>(() => hasher.Finish(new byte[32]));
        Assert.Throws<InvalidOperationException>(() => hasher.Append("x"u8));
    }
}
