using System.Numerics;
using System.Text.Json;
using PoolTopology.Crypto.Curve25519;
using PoolTopology.Crypto.Ecvrf;
using PoolTopology.Crypto.Tests.Curve25519;
using PoolTopology.Crypto.Tests.Wide;
using PoolTopology.Crypto.Wide;
using PoolTopology.TestKit.Vectors;
using Xunit;

namespace PoolTopology.Crypto.Tests.Ecvrf;

public sealed class VrfBatchTests
{
    private const string Order8 = "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05";

    private static readonly string[] SpecialPoints =
    [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "0200000000000000000000000000000000000000000000000000000000000000",
        Order8,
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ];

    [Fact]
    public void Verify_any_count_and_mutated_claims_decides_as_one_by_one()
    {
        int accepted = 0;
        int refused = 0;
        for (int seed = 0; seed < 100; seed++)
        {
            Random random = new(seed);
            VrfClaim[] claims = [.. Enumerable.Range(0, random.Next(20)).Select(_ => MakeClaim(random))];
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
            VrfClaim[] claims = [.. Enumerable.Range(0, count).Select(_ => MakeClaim(random))];
            bool[] holds = new bool[count];
            VrfLanes<V>.Verify(claims, holds);
            Assert.Equal(claims.Select(VerifyAlone), holds);
        }
    }

    [Fact]
    public void Verify_any_changed_bit_is_refused_and_neighbours_hold()
    {
        Random random = new(2);
        VrfClaim[] claims = [.. Enumerable.Range(0, 8).Select(_ => MakeValid(random))];
        bool[] holds = new bool[8];
        byte[][] parts =
        [
            claims[6].PublicKey.ToArray(), [7], claims[6].Proof.ToArray(), claims[6].Output.ToArray(),
        ];
        byte[] secretKey = new byte[64];
        Vrf.KeyPairFromSeed(new byte[32], secretKey);
        secretKey[32..].CopyTo(parts[0], 0);
        Vrf.Prove(secretKey, parts[1], parts[2]);
        Assert.True(Vrf.ProofToHash(parts[2], parts[3]));
        claims[6] = new VrfClaim(parts[0], parts[1], parts[2], parts[3]);
        foreach (byte[] part in parts)
        {
            for (int bit = 0; bit < 8 * part.Length; bit++)
            {
                part[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.False(VrfBatch.Verify(claims, holds));
                Assert.True(holds.Select((h, i) => h == (i != 6)).All(h => h), $"bit {bit}");
                part[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }
        Assert.True(VrfBatch.Verify(claims, holds));
    }

    // (l - c) T and -c T differ for T of small order: such a proof holds only for c = l modulo 8.
    [Fact]
    public void Verify_key_and_gamma_with_a_small_order_part_decides_as_one_by_one()
    {
        VrfClaim[] claims = [.. Enumerable.Range(0, 64).Select(seed => MakeTorsionClaim(new Random(seed)))];
        bool[] expected = [.. claims.Select(VerifyAlone)];
        Assert.InRange(expected.Count(holds => holds), 1, 63);
        AssertDecides(expected, claims, "torsion");
    }

    [VectorFact]
    public void Verify_published_vectors_hold()
    {
        using JsonDocument document = JsonDocument.Parse(VectorFiles.ReadText("vrf/draft03-gouroboros.json"));
        List<VrfClaim> claims = [];
        foreach (JsonElement vector in document.RootElement.GetProperty("vectors").EnumerateArray())
        {
            byte[] Field(string name) =>
                vector.TryGetProperty(name, out JsonElement value) ? Convert.FromHexString(value.GetString()!) : [];
            claims.Add(new VrfClaim(Field("pk"), Field("alpha"), Field("pi"), Field("beta")));
        }
        Assert.True(claims.Count >= 21);
        AssertDecides([.. claims.Select(_ => true)], [.. claims], "vectors");
    }

    [Fact]
    public void Verify_one_verdict_too_few_throws() =>
        Assert.Throws<ArgumentException>(() => VrfBatch.Verify(new VrfClaim[3], new bool[2]));

    private static void AssertDecides(bool[] expected, VrfClaim[] claims, string name)
    {
        // Verdicts left over from before must not shine through.
        bool[] holds = [.. expected.Select(e => !e)];
        Assert.Equal(expected.All(e => e), VrfBatch.Verify(claims, holds));
        Assert.True(expected.AsSpan().SequenceEqual(holds), name);
    }

    private static bool VerifyAlone(VrfClaim claim)
    {
        byte[] output = new byte[64];
        VrfVerdict verdict = Vrf.Verify(claim.PublicKey.Span, claim.Alpha.Span, claim.Proof.Span, output);
        return verdict == VrfVerdict.Valid && output.AsSpan().SequenceEqual(claim.Output.Span);
    }

    private static VrfClaim MakeValid(Random random)
    {
        byte[] seed = new byte[32];
        byte[] alpha = new byte[random.Next(0, 200)];
        byte[] secretKey = new byte[64];
        byte[] proof = new byte[80];
        byte[] output = new byte[64];
        random.NextBytes(seed);
        random.NextBytes(alpha);
        Vrf.KeyPairFromSeed(seed, secretKey);
        Vrf.Prove(secretKey, alpha, proof);
        Assert.True(Vrf.ProofToHash(proof, output));
        return new VrfClaim(secretKey.AsMemory(32), alpha, proof, output);
    }

    private static VrfClaim MakeClaim(Random random)
    {
        VrfClaim claim = MakeValid(random);
        byte[] publicKey = claim.PublicKey.ToArray();
        byte[] proof = claim.Proof.ToArray();
        byte[] output = claim.Output.ToArray();
        switch (random.Next(12))
        {
            case 0:
                publicKey[random.Next(32)] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                proof[random.Next(80)] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                output[random.Next(64)] ^= (byte)(1 << random.Next(8));
                break;
            case 3:
                publicKey = Convert.FromHexString(SpecialPoints[random.Next(SpecialPoints.Length)]);
                break;
            case 4:
                Convert.FromHexString(SpecialPoints[random.Next(SpecialPoints.Length)]).CopyTo(proof, 0);
                break;
            case 5:
                BigInteger s = EdgeNumbers.ToNumber(proof.AsSpan(48)) + EdgeNumbers.Order * random.Next(0, 9);
                EdgeNumbers.ToBytes(s, 32).CopyTo(proof, 48);
                break;
            case 6:
                return claim with { Proof = proof.AsMemory(0, random.Next(80)) };
            case 7:
                return random.Next(2) == 0 ? default : claim with { Output = output.AsMemory(0, random.Next(64)) };
            default:
                return claim;
        }
        return claim with { PublicKey = publicKey, Proof = proof, Output = output };
    }

    private static VrfClaim MakeTorsionClaim(Random random)
    {
        (BigInteger X, BigInteger Y) torsion = SlowCurve.Decode(Convert.FromHexString(Order8))!.Value;
        BigInteger secret = EdgeNumbers.Next(random, 248);
        byte[] publicKey = SlowCurve.Encode(SlowCurve.Add(
            SlowCurve.Multiply(secret, SlowCurve.Base), SlowCurve.Multiply(random.Next(8), torsion)));
        byte[] hBytes = new byte[32];
        Vrf.HashToUniform(publicKey, [], hBytes);
        Elligator2.Map(hBytes, out ExtendedPoint mapped);
        PointEncoding.Encode(ProjectivePoint.From(mapped), hBytes);
        (BigInteger X, BigInteger Y) h = SlowCurve.Decode(hBytes)!.Value;
        byte[] proof = new byte[80];
        SlowCurve.Encode(SlowCurve.Add(SlowCurve.Multiply(secret, h), SlowCurve.Multiply(random.Next(8), torsion)))
            .CopyTo(proof, 0);
        BigInteger challenge = 0;
        BigInteger nonce = EdgeNumbers.Next(random, 248);
        // A few nonces only, so that some claims hold and others do not.
        for (int attempt = 0; attempt < 4; attempt++)
        {
            nonce++;
            Vrf.ChallengeOf(
                hBytes,
                proof.AsSpan(0, 32),
                SlowCurve.Encode(SlowCurve.Multiply(nonce, SlowCurve.Base)),
                SlowCurve.Encode(SlowCurve.Multiply(nonce, h)),
                proof.AsSpan(32, 16));
            challenge = EdgeNumbers.ToNumber(proof.AsSpan(32, 16));
            if (((EdgeNumbers.Order - challenge) % 8).IsZero)
                break;
        }
        EdgeNumbers.ToBytes((nonce + challenge * secret) % EdgeNumbers.Order, 32).CopyTo(proof, 48);
        byte[] output = new byte[64];
        Assert.True(Vrf.ProofToHash(proof, output));
        return new VrfClaim(publicKey, default, proof, output);
    }
}
