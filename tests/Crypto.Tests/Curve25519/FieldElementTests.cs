using System.Numerics;
using PoolTopology.Crypto.Curve25519;
using Xunit;

namespace PoolTopology.Crypto.Tests.Curve25519;

public sealed class FieldElementTests
{
    private const int Seeds = 3000;

    [Fact]
    public void Arithmetic_random_and_edge_operands_agrees_with_BigInteger()
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            Random random = new(seed);
            BigInteger x = EdgeNumbers.Next(random, 255);
            BigInteger y = EdgeNumbers.Next(random, 255);
            FieldElement a = FieldElement.FromBytes(EdgeNumbers.ToBytes(x, 32));
            FieldElement b = FieldElement.FromBytes(EdgeNumbers.ToBytes(y, 32));

            FieldElement.Add(a, b, out FieldElement sum);
            FieldElement.Subtract(a, b, out FieldElement difference);
            FieldElement.Multiply(a, b, out FieldElement product);
            FieldElement.Square(a, out FieldElement square);
            FieldElement.Negate(a, out FieldElement negated);
            AssertValue(x + y, sum, seed);
            AssertValue(x - y, difference, seed);
            AssertValue(x * y, product, seed);
            AssertValue(x * x, square, seed);
            AssertValue(-x, negated, seed);

            // Loose operands, as the point formulas make them.
            FieldElement.Multiply(sum, difference, out FieldElement loose);
            AssertValue((x + y) * (x - y), loose, seed);
            FieldElement.Square(difference, out loose);
            AssertValue((x - y) * (x - y), loose, seed);
        }
    }

    [Fact]
    public void Multiply_and_Square_largest_loose_limbs_do_not_overflow()
    {
        const ulong top = (1UL << 54) - 1;
        FieldElement largest = new(top, top, top, top, top);
        BigInteger value = 0;
        for (int i = 4; i >= 0; i--)
            value = (value << 51) + top;
        FieldElement.Multiply(largest, largest, out FieldElement product);
        FieldElement.Square(largest, out FieldElement square);
        AssertValue(value * value, product, 0);
        AssertValue(value * value, square, 0);
        foreach (ulong limb in new[] { product.L0, product.L1, product.L2, product.L3, product.L4 })
            Assert.True(limb < (1UL << 51) + (1UL << 18));
    }

    [Fact]
    public void Invert_and_roots_agree_with_BigInteger()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            BigInteger x = EdgeNumbers.Next(random, 255);
            BigInteger y = EdgeNumbers.Next(random, 255);
            FieldElement u = FieldElement.FromBytes(EdgeNumbers.ToBytes(x, 32));
            FieldElement v = FieldElement.FromBytes(EdgeNumbers.ToBytes(y, 32));
            FieldElement.Invert(u, out FieldElement inverse);
            AssertValue(BigInteger.ModPow(x, EdgeNumbers.P - 2, EdgeNumbers.P), inverse, seed);
            if (y % EdgeNumbers.P == 0)
                continue;

            FieldElement.RootKind kind = FieldElement.RootOfRatio(u, v, out FieldElement root);
            BigInteger ratio = x * BigInteger.ModPow(y, EdgeNumbers.P - 2, EdgeNumbers.P) % EdgeNumbers.P;
            bool isSquare = ratio.IsZero || BigInteger.ModPow(ratio, (EdgeNumbers.P - 1) / 2, EdgeNumbers.P).IsOne;
            Assert.True(isSquare == (kind == FieldElement.RootKind.Square), $"seed {seed}");
            BigInteger r = ToNumber(root);
            BigInteger i = ToNumber(CurveConstants.SqrtMinusOne);
            BigInteger factor = kind switch
            {
                FieldElement.RootKind.Square => 1,
                FieldElement.RootKind.TimesRootOfMinusOne => i,
                _ => -i,
            };
            Assert.True((r * r * y - factor * x) % EdgeNumbers.P == 0, $"seed {seed}");
        }
    }

    [Fact]
    public void IsZero_and_IsNegative_look_at_the_reduced_value()
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            BigInteger x = EdgeNumbers.Next(new Random(seed), 255);
            FieldElement a = FieldElement.FromBytes(EdgeNumbers.ToBytes(x, 32));
            BigInteger reduced = x % EdgeNumbers.P;
            Assert.True((a.IsZero() == 1) == reduced.IsZero, $"seed {seed}");
            Assert.True((a.IsNegative() == 1) == !reduced.IsEven, $"seed {seed}");
        }
    }

    [Fact]
    public void Constants_satisfy_their_definitions()
    {
        BigInteger d = ToNumber(CurveConstants.D);
        BigInteger i = ToNumber(CurveConstants.SqrtMinusOne);
        BigInteger plus = ToNumber(CurveConstants.SqrtOfTwoOverI);
        BigInteger minus = ToNumber(CurveConstants.SqrtOfMinusTwoOverI);
        Assert.Equal(0, (d * 121666 + 121665) % EdgeNumbers.P);
        Assert.Equal(2 * d % EdgeNumbers.P, ToNumber(CurveConstants.TwoD));
        Assert.Equal(EdgeNumbers.P - 1, i * i % EdgeNumbers.P);
        Assert.Equal(2, plus * plus * i % EdgeNumbers.P);
        Assert.Equal(EdgeNumbers.P - 2, minus * minus * i % EdgeNumbers.P);
    }

    private static BigInteger ToNumber(in FieldElement element)
    {
        byte[] bytes = new byte[32];
        element.ToBytes(bytes);
        return EdgeNumbers.ToNumber(bytes);
    }

    private static void AssertValue(BigInteger expected, in FieldElement actual, int seed) =>
        Assert.True(EdgeNumbers.Modulo(expected, EdgeNumbers.P) == ToNumber(actual), $"seed {seed}");
}
