using System.Numerics;
using PoolTopology.Crypto.Curve25519;
using PoolTopology.Crypto.Eddsa;
using PoolTopology.Crypto.Tests.Curve25519;
using Xunit;

namespace PoolTopology.Crypto.Tests.Eddsa;

public sealed class LibsodiumComparisonTests
{
    private static readonly string[] SpecialPoints =
    [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ];

    [LibsodiumFact]
    public void Verify_mutated_inputs_decides_as_libsodium()
    {
        int accepted = 0;
        for (int seed = 0; seed < 3000; seed++)
        {
            Random random = new(seed);
            (byte[] publicKey, byte[] message, byte[] signature) = Make(random);
            Mutate(random, publicKey, message, signature);
            bool expected = Libsodium.Verify(publicKey, message, signature);
            Assert.True(expected == Ed25519.Verify(publicKey, message, signature), $"seed {seed}");
            accepted += expected ? 1 : 0;
        }
        Assert.InRange(accepted, 100, 2900);
    }

    // Keys and R with a part of small order: whether such a signature passes depends on the exact equation.
    [LibsodiumFact]
    public void Verify_points_with_a_small_order_part_decides_as_libsodium()
    {
        (BigInteger X, BigInteger Y) torsion = SlowCurve.Decode(Convert.FromHexString(SpecialPoints[3]))!.Value;
        int accepted = 0;
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            BigInteger secret = EdgeNumbers.Next(random, 248);
            BigInteger nonce = EdgeNumbers.Next(random, 248);
            (BigInteger X, BigInteger Y) key = SlowCurve.Add(
                SlowCurve.Multiply(secret, SlowCurve.Base), SlowCurve.Multiply(random.Next(8), torsion));
            (BigInteger X, BigInteger Y) r = SlowCurve.Add(
                SlowCurve.Multiply(nonce, SlowCurve.Base), SlowCurve.Multiply(random.Next(3), torsion));
            byte[] publicKey = SlowCurve.Encode(key);
            byte[] message = [(byte)seed];
            byte[] signature = new byte[64];
            SlowCurve.Encode(r).CopyTo(signature, 0);
            byte[] hash = new byte[64];
            Sha512.Hash(signature.AsSpan(0, 32), publicKey, message, hash);
            BigInteger s = (EdgeNumbers.ToNumber(hash) * secret + nonce) % EdgeNumbers.Order;
            EdgeNumbers.ToBytes(s, 32).CopyTo(signature, 32);
            bool expected = Libsodium.Verify(publicKey, message, signature);
            Assert.True(expected == Ed25519.Verify(publicKey, message, signature), $"seed {seed}");
            accepted += expected ? 1 : 0;
        }
        Assert.InRange(accepted, 1, 199);
    }

    private static (byte[] PublicKey, byte[] Message, byte[] Signature) Make(Random random)
    {
        byte[] secret = new byte[32];
        byte[] publicKey = new byte[32];
        byte[] message = new byte[random.Next(1, 100)];
        byte[] signature = new byte[64];
        random.NextBytes(secret);
        random.NextBytes(message);
        Ed25519.PublicKeyOf(secret, publicKey);
        Ed25519.Sign(secret, message, signature);
        return (publicKey, message, signature);
    }

    private static void Mutate(Random random, byte[] publicKey, byte[] message, byte[] signature)
    {
        switch (random.Next(7))
        {
            case 0:
                break;
            case 1:
                publicKey[random.Next(32)] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                signature[random.Next(64)] ^= (byte)(1 << random.Next(8));
                break;
            case 3:
                message[random.Next(message.Length)] ^= 1;
                break;
            case 4:
                Convert.FromHexString(SpecialPoints[random.Next(SpecialPoints.Length)]).CopyTo(publicKey, 0);
                break;
            case 5:
                Convert.FromHexString(SpecialPoints[random.Next(SpecialPoints.Length)]).CopyTo(signature, 0);
                break;
            default:
                BigInteger s = EdgeNumbers.ToNumber(signature.AsSpan(32)) + EdgeNumbers.Order * random.Next(0, 9);
                EdgeNumbers.ToBytes(s, 32).CopyTo(signature, 32);
                break;
        }
    }
}
