using System.Numerics;
using System.Text.Json;
using PoolTopology.Crypto.Curve25519;
using PoolTopology.Crypto.Eddsa;
using PoolTopology.Crypto.Tests.Curve25519;
using PoolTopology.Crypto.Tests.Wide;
using PoolTopology.Crypto.Wide;
using PoolTopology.TestKit.Vectors;
using Xunit;

namespace PoolTopology.Crypto.Tests.Eddsa;

public sealed class Ed25519BatchTests
{
    // Points of small order, encodings above p, and bytes that are no point.
    private static readonly string[] SpecialPoints =
    [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "0200000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ];

    [Fact]
    public void Verify_any_count_and_mutated_claims_decides_as_one_by_one()
    {
        int accepted = 0;
        int refused = 0;
        for (int seed = 0; seed < 120; seed++)
        {
            Random random = new(seed);
            Ed25519Claim[] claims = [.. Enumerable.Range(0, random.Next(20)).Select(_ => MakeClaim(random))];
            bool[] expected = [.. claims.Select(VerifyAlone)];
            AssertDecides(expected, claims, $"seed {seed}");
            accepted += expected.Count(holds => holds);
            refused += expected.Count(holds => !holds);
        }
        Assert.InRange(accepted, 200, int.MaxValue);
        Assert.InRange(refused, 200, int.MaxValue);
    }

    [WideFact(8)]
    public void Verify_fewer_claims_than_lanes_decides_as_one_by_one_in_eight_lanes() =>
        Verify_fewer_claims_than_lanes_decides_as_one_by_one<Wide8>();

    [WideFact(4)]
    public void Verify_fewer_claims_than_lanes_decides_as_one_by_one_in_four_lanes() =>
        Verify_fewer_claims_than_lanes_decides_as_one_by_one<Wide4>();

    private static void Verify_fewer_claims_than_lanes_decides_as_one_by_one<V>()
        where V : unmanaged, IWide<V>
    {
        Random random = new(1);
        for (int count = 0; count <= V.Lanes; count++)
        {
            Ed25519Claim[] claims = [.. Enumerable.Range(0, count).Select(_ => MakeClaim(random))];
            bool[] holds = new bool[count];
            Ed25519Lanes<V>.Verify(claims, holds);
            Assert.Equal(claims.Select(VerifyAlone), holds);
        }
    }

    [VectorFact]
    public void Verify_wycheproof_gives_exactly_the_stated_results()
    {
        using JsonDocument document = JsonDocument.Parse(VectorFiles.ReadText("ed25519/wycheproof/ed25519_test.json"));
        List<Ed25519Claim> claims = [];
        List<bool> expected = [];
        foreach (JsonElement group in document.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            byte[] publicKey = Convert.FromHexString(group.GetProperty("publicKey").GetProperty("pk").GetString()!);
            foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
            {
                byte[] message = Convert.FromHexString(test.GetProperty("msg").GetString()!);
                claims.Add(new(publicKey, message, Convert.FromHexString(test.GetProperty("sig").GetString()!)));
                expected.Add(test.GetProperty("result").GetString() == "valid");
            }
        }
        Assert.Equal(document.RootElement.GetProperty("numberOfTests").GetInt32(), claims.Count);
        AssertDecides([.. expected], [.. claims], "wycheproof");
    }

    // Whether such a signature passes depends on the exact equation, without cofactor.
    [Fact]
    public void Verify_points_with_a_small_order_part_decides_as_one_by_one()
    {
        Ed25519Claim[] claims = [.. Enumerable.Range(0, 160).Select(seed => MakeTorsionClaim(new Random(seed)))];
        bool[] expected = [.. claims.Select(VerifyAlone)];
        Assert.InRange(expected.Count(holds => holds), 1, 159);
        AssertDecides(expected, claims, "torsion");
    }

    [Fact]
    public void Verify_any_changed_bit_is_refused_and_neighbours_hold()
    {
        Random random = new(3);
        Ed25519Claim[] claims = [.. Enumerable.Range(0, 8).Select(_ => MakeValid(random))];
        bool[] holds = new bool[8];
        byte[][] parts = [new byte[32], new byte[20], new byte[64]];
        claims[5].PublicKey.CopyTo(parts[0]);
        claims[5].Signature.CopyTo(parts[2]);
        byte[] secret = new byte[32];
        random.NextBytes(secret);
        Ed25519.PublicKeyOf(secret, parts[0]);
        Ed25519.Sign(secret, parts[1], parts[2]);
        claims[5] = new Ed25519Claim(parts[0], parts[1], parts[2]);
        foreach (byte[] part in parts)
        {
            for (int bit = 0; bit < 8 * part.Length; bit++)
            {
                part[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.False(Ed25519Batch.Verify(claims, holds));
                Assert.True(holds.Select((h, i) => h == (i != 5)).All(h => h), $"bit {bit}");
                part[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }
        Assert.True(Ed25519Batch.Verify(claims, holds));
    }

    [Fact]
    public void Verify_one_verdict_too_few_throws() =>
        Assert.Throws<ArgumentException>(() => Ed25519Batch.Verify(new Ed25519Claim[3], new bool[2]));

    private static void AssertDecides(bool[] expected, Ed25519Claim[] claims, string name)
    {
        // Verdicts left over from before must not shine through.
        bool[] holds = [.. expected.Select(e => !e)];
        Assert.Equal(expected.All(e => e), Ed25519Batch.Verify(claims, holds));
        Assert.True(expected.AsSpan().SequenceEqual(holds), name);
    }

    private static bool VerifyAlone(Ed25519Claim claim) =>
        Ed25519.Verify(claim.PublicKey.Span, claim.Message.Span, claim.Signature.Span);

    private static Ed25519Claim MakeValid(Random random)
    {
        byte[] secret = new byte[32];
        byte[] publicKey = new byte[32];
        byte[] message = new byte[random.Next(0, 300)];
        byte[] signature = new byte[64];
        random.NextBytes(secret);
        random.NextBytes(message);
        Ed25519.PublicKeyOf(secret, publicKey);
        Ed25519.Sign(secret, message, signature);
        return new Ed25519Claim(publicKey, message, signature);
    }

    private static Ed25519Claim MakeClaim(Random random)
    {
        Ed25519Claim claim = MakeValid(random);
        byte[] publicKey = claim.PublicKey.ToArray();
        byte[] signature = claim.Signature.ToArray();
        switch (random.Next(12))
        {
            case 0:
                publicKey[random.Next(32)] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                signature[random.Next(64)] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                return claim with { Message = new byte[random.Next(0, 300)] };
            case 3:
                publicKey = Convert.FromHexString(SpecialPoints[random.Next(SpecialPoints.Length)]);
                break;
            case 4:
                Convert.FromHexString(SpecialPoints[random.Next(SpecialPoints.Length)]).CopyTo(signature, 0);
                break;
            case 5:
                BigInteger s = EdgeNumbers.ToNumber(signature.AsSpan(32)) + EdgeNumbers.Order * random.Next(0, 9);
                EdgeNumbers.ToBytes(s, 32).CopyTo(signature, 32);
                break;
            case 6:
                return claim with { Signature = signature.AsMemory(0, random.Next(64)) };
            case 7:
                return random.Next(2) == 0 ? default : claim with { PublicKey = publicKey.AsMemory(0, random.Next(32)) };
            default:
                return claim;
        }
        return claim with { PublicKey = publicKey, Signature = signature };
    }

    private static Ed25519Claim MakeTorsionClaim(Random random)
    {
        (BigInteger X, BigInteger Y) torsion = SlowCurve.Decode(Convert.FromHexString(SpecialPoints[4]))!.Value;
        BigInteger secret = EdgeNumbers.Next(random, 248);
        BigInteger nonce = EdgeNumbers.Next(random, 248);
        (BigInteger X, BigInteger Y) key = SlowCurve.Add(
            SlowCurve.Multiply(secret, SlowCurve.Base), SlowCurve.Multiply(random.Next(8), torsion));
        (BigInteger X, BigInteger Y) r = SlowCurve.Add(
            SlowCurve.Multiply(nonce, SlowCurve.Base), SlowCurve.Multiply(random.Next(3), torsion));
        byte[] publicKey = SlowCurve.Encode(key);
        byte[] message = [(byte)random.Next(256)];
        byte[] signature = new byte[64];
        SlowCurve.Encode(r).CopyTo(signature, 0);
        byte[] hash = new byte[64];
        Sha512.Hash(signature.AsSpan(0, 32), publicKey, message, hash);
        BigInteger s = (EdgeNumbers.ToNumber(hash) * secret + nonce) % EdgeNumbers.Order;
        EdgeNumbers.ToBytes(s, 32).CopyTo(signature, 32);
        return new Ed25519Claim(publicKey, message, signature);
    }
}
