using PoolTopology.Crypto.Ecvrf;
using Xunit;

namespace PoolTopology.Crypto.Tests.Ecvrf;

public sealed class VrfTests
{
    // l, the group order, little-endian.
    private static readonly byte[] Order =
        Convert.FromHexString("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");

    [Fact]
    public void Prove_then_Verify_random_keys_and_inputs_agree_with_Evaluate()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            (byte[] secretKey, byte[] alpha, byte[] proof) = Make(seed);
            byte[] output = new byte[64];
            byte[] evaluated = new byte[64];
            Assert.True(VrfVerdict.Valid == Vrf.Verify(secretKey.AsSpan(32), alpha, proof, output), $"seed {seed}");
            Vrf.Evaluate(secretKey, alpha, evaluated);
            Assert.True(output.AsSpan().SequenceEqual(evaluated), $"seed {seed}");
        }
    }

    [Fact]
    public void Verify_any_changed_bit_is_refused_and_leaves_the_output()
    {
        (byte[] secretKey, byte[] alpha, byte[] proof) = Make(1);
        byte[] publicKey = secretKey[32..];
        byte[] output = new byte[64];
        foreach (byte[] part in new[] { publicKey, alpha, proof })
        {
            for (int bit = 0; bit < 8 * part.Length; bit++)
            {
                part[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.True(VrfVerdict.Valid != Vrf.Verify(publicKey, alpha, proof, output), $"bit {bit}");
                part[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }
        Assert.All(output, b => Assert.Equal(0, b));
        Assert.Equal(VrfVerdict.Valid, Vrf.Verify(publicKey, alpha, proof, output));
    }

    [Fact]
    public void Verify_wrong_lengths_names_the_malformed_part()
    {
        (byte[] secretKey, byte[] alpha, byte[] proof) = Make(2);
        byte[] output = new byte[64];
        for (int length = 0; length < 32; length++)
            Assert.Equal(VrfVerdict.MalformedPublicKey, Vrf.Verify(secretKey.AsSpan(32, length), alpha, proof, output));
        for (int length = 0; length < 80; length++)
        {
            Assert.Equal(VrfVerdict.MalformedProof, Vrf.Verify(secretKey.AsSpan(32), alpha, proof.AsSpan(0, length), output));
            Assert.False(Vrf.ProofToHash(proof.AsSpan(0, length), output));
        }
        Assert.All(output, b => Assert.Equal(0, b));
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000080")]
    [InlineData("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")]
    [InlineData("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85")]
    [InlineData("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("efffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("0200000000000000000000000000000000000000000000000000000000000000")]
    public void Verify_small_order_or_non_canonical_or_foreign_key_is_malformed(string publicKey)
    {
        (_, byte[] alpha, byte[] proof) = Make(3);
        VrfVerdict verdict = Vrf.Verify(Convert.FromHexString(publicKey), alpha, proof, new byte[64]);
        Assert.Equal(VrfVerdict.MalformedPublicKey, verdict);
    }

    [Fact]
    public void Verify_response_at_or_above_the_order_is_malformed()
    {
        (byte[] secretKey, byte[] alpha, byte[] proof) = Make(4);
        // s + l is the same number modulo l, and must not be a second valid proof.
        int carry = 0;
        for (int i = 0; i < 32; i++)
        {
            carry += proof[48 + i] + Order[i];
            proof[48 + i] = (byte)carry;
            carry >>= 8;
        }
        Assert.Equal(VrfVerdict.MalformedProof, Vrf.Verify(secretKey.AsSpan(32), alpha, proof, new byte[64]));
        Order.CopyTo(proof, 48);
        Assert.Equal(VrfVerdict.MalformedProof, Vrf.Verify(secretKey.AsSpan(32), alpha, proof, new byte[64]));
        proof[48]--;
        Assert.Equal(VrfVerdict.InvalidProof, Vrf.Verify(secretKey.AsSpan(32), alpha, proof, new byte[64]));
    }

    [Fact]
    public void Verify_another_key_or_input_is_an_invalid_proof()
    {
        (byte[] secretKey, byte[] alpha, byte[] proof) = Make(5);
        (byte[] otherKey, byte[] otherAlpha, _) = Make(6);
        Assert.Equal(VrfVerdict.InvalidProof, Vrf.Verify(otherKey.AsSpan(32), alpha, proof, new byte[64]));
        Assert.Equal(VrfVerdict.InvalidProof, Vrf.Verify(secretKey.AsSpan(32), otherAlpha, proof, new byte[64]));
    }

    [Fact]
    public void Verify_random_bytes_never_throws()
    {
        Random random = new(7);
        byte[] publicKey = new byte[32];
        byte[] proof = new byte[80];
        byte[] alpha = new byte[32];
        for (int i = 0; i < 300; i++)
        {
            random.NextBytes(publicKey);
            random.NextBytes(proof);
            proof[79] &= 0x0f;
            Assert.NotEqual(VrfVerdict.Valid, Vrf.Verify(publicKey, alpha, proof, new byte[64]));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(16)]
    [InlineData(21)]
    public void EvaluateMany_any_count_agrees_with_the_proofs(int count)
    {
        Random random = new(count);
        (byte[] secretKey, _, byte[] proof) = Make(8);
        byte[] alphas = new byte[32 * count];
        byte[] outputs = new byte[64 * count];
        byte[] expected = new byte[64];
        random.NextBytes(alphas);
        Vrf.EvaluateMany(secretKey, alphas, outputs);
        for (int i = 0; i < count; i++)
        {
            Vrf.Prove(secretKey, alphas.AsSpan(32 * i, 32), proof);
            Assert.True(Vrf.ProofToHash(proof, expected));
            Assert.Equal(expected, outputs[(64 * i)..(64 * i + 64)]);
        }
    }

    [Fact]
    public void EvaluateMany_lengths_that_do_not_fit_throws()
    {
        Assert.Throws<ArgumentException>(() => Vrf.EvaluateMany(new byte[64], new byte[33], new byte[128]));
        Assert.Throws<ArgumentException>(() => Vrf.EvaluateMany(new byte[64], new byte[32], new byte[63]));
        Assert.Throws<ArgumentException>(() => Vrf.EvaluateMany(new byte[64], new byte[32], []));
        Assert.Throws<ArgumentException>(() => Vrf.EvaluateMany(new byte[63], new byte[32], new byte[64]));
    }

    private static (byte[] SecretKey, byte[] Alpha, byte[] Proof) Make(int seed)
    {
        Random random = new(seed);
        byte[] secretSeed = new byte[32];
        byte[] alpha = new byte[1 + random.Next(0, 80)];
        byte[] secretKey = new byte[64];
        byte[] proof = new byte[80];
        random.NextBytes(secretSeed);
        random.NextBytes(alpha);
        Vrf.KeyPairFromSeed(secretSeed, secretKey);
        Vrf.Prove(secretKey, alpha, proof);
        return (secretKey, alpha, proof);
    }
}
