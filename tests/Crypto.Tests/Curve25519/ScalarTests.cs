using System.Numerics;
using PoolTopology.Crypto.Curve25519;
using Xunit;

namespace PoolTopology.Crypto.Tests.Curve25519;

public sealed class ScalarTests
{
    private const int Seeds = 5000;

    [Fact]
    public void FromWideBytes_random_and_edge_numbers_reduces_like_BigInteger()
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            Random random = new(seed);
            BigInteger x = EdgeNumbers.Next(random, 512);
            if (seed % 3 == 0)
                x = (EdgeNumbers.Order * EdgeNumbers.Next(random, 256) + random.Next(-2, 3)) % BigInteger.Pow(2, 512);
            x = BigInteger.Abs(x);
            Scalar reduced = Scalar.FromWideBytes(EdgeNumbers.ToBytes(x, 64));
            Assert.True(x % EdgeNumbers.Order == ToNumber(reduced), $"seed {seed}");
        }
    }

    [Fact]
    public void MultiplyAdd_random_and_edge_numbers_agrees_with_BigInteger()
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            Random random = new(seed);
            BigInteger a = EdgeNumbers.Next(random, 256);
            BigInteger b = EdgeNumbers.Next(random, 248);
            BigInteger c = EdgeNumbers.Next(random, 256);
            Scalar result = Scalar.MultiplyAdd(FromNumber(a), FromNumber(b), FromNumber(c));
            Assert.True((a * b + c) % EdgeNumbers.Order == ToNumber(result), $"seed {seed}");
        }
    }

    [Fact]
    public void Negate_and_IsCanonical_agree_with_BigInteger()
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            BigInteger a = EdgeNumbers.Next(new Random(seed), 256);
            Assert.True(FromNumber(a).IsCanonical() == a < EdgeNumbers.Order, $"seed {seed}");
            BigInteger reduced = a % EdgeNumbers.Order;
            BigInteger expected = (EdgeNumbers.Order - reduced) % EdgeNumbers.Order;
            Assert.True(expected == ToNumber(Scalar.Negate(FromNumber(reduced))), $"seed {seed}");
        }
    }

    private static Scalar FromNumber(BigInteger number) => Scalar.FromBytes(EdgeNumbers.ToBytes(number, 32));

    private static BigInteger ToNumber(in Scalar scalar)
    {
        byte[] bytes = new byte[32];
        scalar.ToBytes(bytes);
        return EdgeNumbers.ToNumber(bytes);
    }
}
