using PoolTopology.Crypto.Eddsa;
using PoolTopology.Crypto.Kes;
using PoolTopology.TestKit.Vectors;
using Xunit;

namespace PoolTopology.Crypto.Tests.Kes;

public sealed class SumKesTests
{
    private static readonly byte[] Seed = "test string of 32 byte of lenght"u8.ToArray();
    private static readonly byte[] Message = "test message"u8.ToArray();

    [VectorFact]
    public void GenerateKey_depths_0_1_and_6_give_the_reference_bytes()
    {
        foreach (int depth in new[] { 0, 1, 6 })
        {
            byte[] key = new byte[SumKesTree.SigningKeySize(depth)];
            SumKesTree.GenerateKey(depth, Seed, key);
            Assert.Equal(VectorFiles.ReadBytes($"kes/key{depth}.bin"), key);
        }
    }

    [VectorFact]
    public void Update_and_Sign_give_the_reference_bytes()
    {
        byte[] key = NewKey();
        byte[] signature = new byte[SumKes.SignatureSizeBytes];
        SumKes.Sign(key, 0, Message, signature);
        Assert.Equal(VectorFiles.ReadBytes("kes/key6Sig.bin"), signature);
        Assert.True(SumKes.Update(key, 0));
        Assert.Equal(VectorFiles.ReadBytes("kes/key6update1.bin"), key);
    }

    [Fact]
    public void Sign_all_periods_verifies_in_its_own_period_only()
    {
        byte[] key = NewKey();
        byte[] verificationKey = VerificationKeyOf(key);
        byte[] signature = new byte[SumKes.SignatureSizeBytes];
        for (int period = 0; period < SumKes.Periods; period++)
        {
            Assert.Equal(verificationKey, VerificationKeyOf(key));
            SumKes.Sign(key, period, Message, signature);
            for (int other = -1; other <= SumKes.Periods; other++)
                Assert.Equal(other == period, SumKes.Verify(verificationKey, other, Message, signature));
            Assert.Equal(period < SumKes.Periods - 1, SumKes.Update(key, period));
        }
    }

    [Fact]
    public void Update_all_periods_erases_the_old_leaf_and_the_used_seeds()
    {
        byte[] key = NewKey();
        byte[] before = new byte[key.Length];
        for (int period = 0; period < SumKes.Periods - 1; period++)
        {
            key.CopyTo(before, 0);
            Assert.True(SumKes.Update(key, period));
            AssertGone(key, before.AsSpan(0, 32), $"leaf of period {period}");
            // The seed of the right half that begins now: at the level of the lowest zero bit of the period.
            int level = 1 + int.TrailingZeroCount(~period);
            ReadOnlySpan<byte> used = before.AsSpan(32 + 96 * (level - 1), 32);
            if (level > 1)
                AssertGone(key, used, $"seed used in period {period}");
            else
                Assert.True(key.AsSpan(0, 32).SequenceEqual(used), "the seed is the new leaf itself");
            Assert.All(key[(32 + 96 * (level - 1))..(64 + 96 * (level - 1))], b => Assert.Equal(0, b));
            // What the left half knew of its own right halves is gone too.
            for (int below = 1; below < level; below++)
                Assert.All(before[(32 + 96 * (below - 1))..(64 + 96 * (below - 1))], b => Assert.Equal(0, b));
        }
    }

    [Fact]
    public void Update_last_period_is_refused_and_leaves_the_key()
    {
        byte[] key = NewKey();
        for (int period = 0; period < SumKes.Periods - 1; period++)
            Assert.True(SumKes.Update(key, period));
        byte[] before = [.. key];
        Assert.False(SumKes.Update(key, SumKes.Periods - 1));
        Assert.Equal(before, key);
        Assert.Throws<ArgumentOutOfRangeException>(() => SumKes.Update(key, SumKes.Periods));
        Assert.Throws<ArgumentOutOfRangeException>(() => SumKes.Update(key, -1));
    }

    [Fact]
    public void Verify_any_changed_bit_is_refused()
    {
        byte[] key = NewKey();
        byte[] verificationKey = VerificationKeyOf(key);
        byte[] signature = new byte[SumKes.SignatureSizeBytes];
        SumKes.Sign(key, 0, Message, signature);
        for (int bit = 0; bit < 8 * signature.Length; bit++)
        {
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(SumKes.Verify(verificationKey, 0, Message, signature), $"bit {bit}");
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
        }
        for (int bit = 0; bit < 256; bit++)
        {
            verificationKey[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(SumKes.Verify(verificationKey, 0, Message, signature), $"bit {bit}");
            verificationKey[bit / 8] ^= (byte)(1 << (bit % 8));
        }
        Assert.True(SumKes.Verify(verificationKey, 0, Message, signature));
        Assert.False(SumKes.Verify(verificationKey, 0, [.. Message, 0], signature));
    }

    [Fact]
    public void Verify_wrong_lengths_is_refused()
    {
        byte[] key = NewKey();
        byte[] verificationKey = VerificationKeyOf(key);
        byte[] signature = new byte[SumKes.SignatureSizeBytes];
        SumKes.Sign(key, 0, Message, signature);
        for (int length = 0; length < signature.Length; length++)
            Assert.False(SumKes.Verify(verificationKey, 0, Message, signature.AsSpan(0, length)));
        for (int length = 0; length < verificationKey.Length; length++)
            Assert.False(SumKes.Verify(verificationKey.AsSpan(0, length), 0, Message, signature));
    }

    [Fact]
    public void Sign_depth_0_is_plain_Ed25519()
    {
        byte[] key = new byte[32];
        byte[] signature = new byte[64];
        byte[] expected = new byte[64];
        SumKesTree.GenerateKey(0, Seed, key);
        SumKesTree.Sign(0, key, 0, Message, signature);
        Ed25519.Sign(Seed, Message, expected);
        Assert.Equal(expected, signature);
    }

    private static byte[] NewKey()
    {
        byte[] key = new byte[SumKes.SigningKeySizeBytes];
        SumKes.GenerateKey(Seed, key);
        return key;
    }

    private static byte[] VerificationKeyOf(byte[] key)
    {
        byte[] verificationKey = new byte[SumKes.VerificationKeySizeBytes];
        SumKes.VerificationKeyOf(key, verificationKey);
        return verificationKey;
    }

    private static void AssertGone(ReadOnlySpan<byte> key, ReadOnlySpan<byte> secret, string what) =>
        Assert.True(key.IndexOf(secret) < 0, what);
}
