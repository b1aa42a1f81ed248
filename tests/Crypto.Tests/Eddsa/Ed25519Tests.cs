using PoolTopology.Crypto.Eddsa;
using Xunit;

namespace PoolTopology.Crypto.Tests.Eddsa;

public sealed class Ed25519Tests
{
    // RFC 8032, section 7.1, tests 1 to 3.
    [Theory]
    [InlineData(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData(
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData(
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    public void Sign_and_PublicKeyOf_rfc8032_gives_the_published_bytes(
        string seed, string publicKey, string message, string signature)
    {
        byte[] seedBytes = Convert.FromHexString(seed);
        byte[] key = new byte[32];
        byte[] signed = new byte[64];
        Ed25519.PublicKeyOf(seedBytes, key);
        Ed25519.Sign(seedBytes, Convert.FromHexString(message), signed);
        Assert.Equal(publicKey, Convert.ToHexStringLower(key));
        Assert.Equal(signature, Convert.ToHexStringLower(signed));
        Assert.True(Ed25519.Verify(key, Convert.FromHexString(message), signed));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Verify_any_changed_bit_is_refused(int seed)
    {
        Random random = new(seed);
        byte[] secret = new byte[32];
        byte[] publicKey = new byte[32];
        byte[] message = new byte[20];
        byte[] signature = new byte[64];
        random.NextBytes(secret);
        random.NextBytes(message);
        Ed25519.PublicKeyOf(secret, publicKey);
        Ed25519.Sign(secret, message, signature);
        foreach (byte[] part in new[] { publicKey, message, signature })
        {
            for (int bit = 0; bit < 8 * part.Length; bit++)
            {
                part[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.False(Ed25519.Verify(publicKey, message, signature), $"seed {seed}, bit {bit}");
                part[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }
        Assert.True(Ed25519.Verify(publicKey, message, signature));
    }

    [Fact]
    public void Sign_then_Verify_any_message_length_is_valid()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            Random random = new(seed);
            byte[] secret = new byte[32];
            byte[] message = new byte[seed < 50 ? random.Next(0, 600) : random.Next(0, 100_000)];
            byte[] publicKey = new byte[32];
            byte[] signature = new byte[64];
            random.NextBytes(secret);
            random.NextBytes(message);
            Ed25519.PublicKeyOf(secret, publicKey);
            Ed25519.Sign(secret, message, signature);
            Assert.True(Ed25519.Verify(publicKey, message, signature), $"seed {seed}");
        }
    }

    [Fact]
    public void Sign_over_its_own_message_gives_the_same_signature()
    {
        byte[] secret = new byte[32];
        byte[] buffer = new byte[64];
        byte[] expected = new byte[64];
        Ed25519.Sign(secret, buffer, expected);
        Ed25519.Sign(secret, buffer, buffer);
        Assert.Equal(expected, buffer);
    }

    [Fact]
    public void Verify_wrong_lengths_is_refused()
    {
        byte[] publicKey = new byte[32];
        byte[] signature = new byte[64];
        Ed25519.PublicKeyOf(new byte[32], publicKey);
        Ed25519.Sign(new byte[32], "x"u8, signature);
        for (int length = 0; length < 64; length++)
            Assert.False(Ed25519.Verify(publicKey, "x"u8, signature.AsSpan(0, length)));
        for (int length = 0; length < 32; length++)
            Assert.False(Ed25519.Verify(publicKey.AsSpan(0, length), "x"u8, signature));
        Assert.False(Ed25519.Verify([.. publicKey, 0], "x"u8, signature));
        Assert.False(Ed25519.Verify(publicKey, "x"u8, [.. signature, 0]));
    }

    [Fact]
    public void Sign_wrong_lengths_throws_and_leaves_the_destination()
    {
        byte[] signature = new byte[64];
        Array.Fill(signature, (byte)7);
        Assert.Throws<ArgumentException>(() => Ed25519.Sign(new byte[31], "x"u8, signature));
        Assert.Throws<ArgumentException>(() => Ed25519.Sign(new byte[32], "x"u8, signature.AsSpan(0, 63)));
        Assert.All(signature, b => Assert.Equal(7, b));
    }
}
