using PoolTopology.Crypto.Kes;
using PoolTopology.TestKit.Vectors;
using Xunit;

namespace PoolTopology.Crypto.Tests.Kes;

public sealed class KesBatchTests
{
    [Fact]
    public void Verify_any_count_and_mutated_claims_decides_as_one_by_one()
    {
        byte[] key = new byte[SumKes.SigningKeySizeBytes];
        byte[] verificationKey = new byte[SumKes.VerificationKeySizeBytes];
        SumKes.GenerateKey(new byte[32], key);
        SumKes.VerificationKeyOf(key, verificationKey);
        int accepted = 0;
        int refused = 0;
        for (int period = 0; period < SumKes.Periods; period++)
        {
            Random random = new(period);
            KesClaim[] claims =
            [
                .. Enumerable.Range(0, random.Next(20)).Select(_ => MakeClaim(random, key, verificationKey, period)),
            ];
            bool[] expected = [.. claims.Select(VerifyAlone)];
            bool[] holds = [.. expected.Select(e => !e)];
            Assert.Equal(expected.All(e => e), KesBatch.Verify(claims, holds));
            Assert.True(expected.AsSpan().SequenceEqual(holds), $"seed {period}");
            accepted += expected.Count(e => e);
            refused += expected.Count(e => !e);
            _ = SumKes.Update(key, period);
        }
        Assert.InRange(accepted, 100, int.MaxValue);
        Assert.InRange(refused, 100, int.MaxValue);
    }

    [VectorFact]
    public void Verify_published_signature_holds_among_claims_that_do_not()
    {
        byte[] verificationKey = new byte[SumKes.VerificationKeySizeBytes];
        SumKes.VerificationKeyOf(VectorFiles.ReadBytes("kes/key6.bin"), verificationKey);
        KesClaim published = new(
            verificationKey, 0, "test message"u8.ToArray(), VectorFiles.ReadBytes("kes/key6Sig.bin"));
        KesClaim[] claims = new KesClaim[11];
        claims[9] = published;
        claims[10] = published with { Period = 1 };
        bool[] holds = new bool[claims.Length];
        Assert.False(KesBatch.Verify(claims, holds));
        Assert.Equal(Enumerable.Range(0, claims.Length).Select(i => i == 9), holds);
    }

    [Fact]
    public void Verify_one_verdict_too_few_throws() =>
        Assert.Throws<ArgumentException>(() => KesBatch.Verify(new KesClaim[3], new bool[2]));

    private static bool VerifyAlone(KesClaim claim) => SumKes.Verify(
        claim.VerificationKey.Span, claim.Period, claim.Message.Span, claim.Signature.Span);

    private static KesClaim MakeClaim(Random random, byte[] key, byte[] verificationKey, int period)
    {
        byte[] message = new byte[random.Next(1, 600)];
        byte[] signature = new byte[SumKes.SignatureSizeBytes];
        random.NextBytes(message);
        SumKes.Sign(key, period, message, signature);
        KesClaim claim = new(verificationKey, period, message, signature);
        switch (random.Next(12))
        {
            case 0:
                signature[random.Next(signature.Length)] ^= (byte)(1 << random.Next(8));
                return claim;
            case 1:
                message[random.Next(message.Length)] ^= 1;
                return claim;
            case 2:
                return claim with { Period = random.Next(-2, 70) };
            case 3:
                return claim with { VerificationKey = new byte[32] };
            case 4:
                return claim with { Signature = signature.AsMemory(0, random.Next(signature.Length)) };
            case 5:
                return default;
            default:
                return claim;
        }
    }
}
