using System.Numerics;
using System.Runtime.Intrinsics;
using PoolTopology.Crypto.Curve25519;
using Xunit;

namespace PoolTopology.Crypto.Tests.Curve25519;

public sealed class FieldLanesTests
{
    // Bits below a limb: 0, 26, 51, 77, ...
    private static int Weight(int limb) => (51 * limb + 1) / 2;

    [LanesFact]
    public void Load_then_Extract_gives_the_elements_back()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            Random random = new(seed);
            BigInteger[] numbers = [.. Enumerable.Range(0, 8).Select(_ => EdgeNumbers.Next(random, 255))];
            FieldLanes lanes = Load(numbers);
            for (int lane = 0; lane < 8; lane++)
                Assert.True(numbers[lane] % EdgeNumbers.P == ToNumber(lanes.Extract(lane)), $"seed {seed}");
        }
    }

    [LanesFact]
    public void Multiply_and_Square_random_and_edge_operands_agree_with_BigInteger()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            Random random = new(seed);
            BigInteger[] xs = [.. Enumerable.Range(0, 8).Select(_ => EdgeNumbers.Next(random, 255))];
            BigInteger[] ys = [.. Enumerable.Range(0, 8).Select(_ => EdgeNumbers.Next(random, 255))];
            FieldLanes x = Load(xs);
            FieldLanes.Multiply(x, Load(ys), out FieldLanes product);
            FieldLanes.Square(x, out FieldLanes square);
            for (int lane = 0; lane < 8; lane++)
            {
                Assert.True(xs[lane] * ys[lane] % EdgeNumbers.P == ToNumber(product.Extract(lane)), $"seed {seed}");
                Assert.True(xs[lane] * xs[lane] % EdgeNumbers.P == ToNumber(square.Extract(lane)), $"seed {seed}");
            }
        }
    }

    [LanesFact]
    public void Multiply_largest_operands_of_the_point_formulas_do_not_overflow()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            // Left operands reach 4 times, right ones 3 times a tight limb, and 1/8 more for late carries.
            (FieldLanes left, BigInteger x) = Extreme(random, 4.5);
            (FieldLanes right, BigInteger y) = Extreme(random, 3.25);
            FieldLanes.Multiply(left, right, out FieldLanes product);
            Assert.True(EdgeNumbers.Modulo(x * y, EdgeNumbers.P) == ToNumber(product.Extract(3)), $"seed {seed}");
            FieldLanes.Square(right, out FieldLanes square);
            Assert.True(EdgeNumbers.Modulo(y * y, EdgeNumbers.P) == ToNumber(square.Extract(3)), $"seed {seed}");
            AssertTight(product);
            AssertTight(square);
        }
    }

    private static (FieldLanes Lanes, BigInteger Value) Extreme(Random random, double factor)
    {
        BigInteger value = 0;
        int[] limbs = new int[10];
        for (int i = 0; i < 10; i++)
        {
            int bound = (int)(factor * (i % 2 == 0 ? 1 << 25 : 1 << 24));
            limbs[i] = random.Next(3) switch { 0 => bound, 1 => -bound, _ => random.Next(-bound, bound) };
            value += (BigInteger)limbs[i] << Weight(i);
        }
        FieldLanes lanes;
        lanes.V0 = Pair(limbs[0], limbs[1]);
        lanes.V1 = Pair(limbs[2], limbs[3]);
        lanes.V2 = Pair(limbs[4], limbs[5]);
        lanes.V3 = Pair(limbs[6], limbs[7]);
        lanes.V4 = Pair(limbs[8], limbs[9]);
        return (lanes, value);
    }

    private static Vector512<int> Pair(int even, int odd) =>
        Vector512.Create((uint)even | ((ulong)(uint)odd << 32)).AsInt32();

    private static void AssertTight(in FieldLanes lanes)
    {
        foreach (Vector512<int> vector in new[] { lanes.V0, lanes.V1, lanes.V2, lanes.V3, lanes.V4 })
        {
            for (int i = 0; i < 16; i++)
                Assert.InRange(vector[i], -(1 << 25) - (1 << 20), (1 << 25) + (1 << 20));
        }
    }

    private static FieldLanes Load(BigInteger[] numbers)
    {
        FieldElement[] elements = [.. numbers.Select(n => FieldElement.FromBytes(EdgeNumbers.ToBytes(n, 32)))];
        FieldLanes.Load(elements, out FieldLanes lanes);
        return lanes;
    }

    private static BigInteger ToNumber(in FieldElement element)
    {
        byte[] bytes = new byte[32];
        element.ToBytes(bytes);
        return EdgeNumbers.ToNumber(bytes);
    }
}
