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

    [LanesFact]
    public void From_and_ToWords_edge_numbers_give_the_values_below_p()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            Random random = new(seed);
            BigInteger[] numbers = [.. Enumerable.Range(0, 8).Select(_ => EdgeNumbers.Next(random, 256))];
            byte[] bytes = [.. numbers.SelectMany(n => EdgeNumbers.ToBytes(n, 32))];
            WordLanes.Read(bytes, out WordLanes words);
            byte[] written = new byte[WordLanes.SizeBytes];
            words.Write(written);
            Assert.Equal(bytes, written);
            FieldLanes.From(words, out FieldLanes lanes);
            AssertTight(lanes);
            FieldLanes.ToWords(lanes, out words);
            words.Write(written);
            for (int lane = 0; lane < 8; lane++)
            {
                BigInteger expected = numbers[lane] % BigInteger.Pow(2, 255) % EdgeNumbers.P;
                Assert.True(expected == EdgeNumbers.ToNumber(written.AsSpan(32 * lane, 32)), $"seed {seed}");
            }
        }
    }

    [LanesFact]
    public void Carry_and_ToWords_largest_limbs_give_the_values_below_p()
    {
        byte[] written = new byte[WordLanes.SizeBytes];
        for (int seed = 0; seed < 500; seed++)
        {
            Random random = new(seed);
            (FieldLanes wide, BigInteger wideValue) = Extreme(random, 16);
            FieldLanes.Carry(wide, out FieldLanes carried);
            AssertTight(carried);
            // What multiplication may leave: a little more than half a limb.
            (FieldLanes tight, BigInteger tightValue) = Extreme(random, 1.03);
            foreach ((FieldLanes lanes, BigInteger value) in new[] { (carried, wideValue), (tight, tightValue) })
            {
                FieldLanes.ToWords(lanes, out WordLanes words);
                words.Write(written);
                BigInteger expected = EdgeNumbers.Modulo(value, EdgeNumbers.P);
                Assert.True(expected == EdgeNumbers.ToNumber(written.AsSpan(96, 32)), $"seed {seed}");
                bool isOdd = FieldLanes.IsNegative(lanes)[3] != 0;
                Assert.True(isOdd == !expected.IsEven, $"seed {seed}");
            }
        }
    }

    [LanesFact]
    public void IsZero_multiples_of_p_in_any_limbs_are_zero_and_neighbours_are_not()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            BigInteger[] numbers = [.. Enumerable.Range(0, 8).Select(_ => EdgeNumbers.Next(random, 255))];
            BigInteger[] others = [.. numbers.Select(n => random.Next(2) == 0 ? n : EdgeNumbers.Next(random, 255))];
            FieldLanes a = Load(numbers);
            FieldLanes b = Load(others);
            Vector512<long> areEqual = FieldLanes.AreEqual(a, b);
            for (int lane = 0; lane < 8; lane++)
            {
                bool expected = EdgeNumbers.Modulo(numbers[lane] - others[lane], EdgeNumbers.P).IsZero;
                Assert.True(areEqual[lane] == (expected ? -1 : 0), $"seed {seed}");
            }
        }
    }

    [LanesFact]
    public void RootOfRatio_and_Invert_every_lane_agrees_with_the_single_element()
    {
        FieldElement[] us = new FieldElement[8];
        FieldElement[] vs = new FieldElement[8];
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            for (int lane = 0; lane < 8; lane++)
            {
                us[lane] = FieldElement.FromBytes(EdgeNumbers.ToBytes(EdgeNumbers.Next(random, 255), 32));
                BigInteger v = EdgeNumbers.Next(random, 255) % EdgeNumbers.P;
                vs[lane] = FieldElement.FromBytes(EdgeNumbers.ToBytes(v.IsZero ? 1 : v, 32));
            }
            FieldLanes.Load(us, out FieldLanes u);
            FieldLanes.Load(vs, out FieldLanes divisor);
            FieldLanes.RootOfRatio(u, divisor, out FieldLanes roots, out FieldLanes.RootKinds kinds);
            FieldLanes.Invert(divisor, out FieldLanes inverses);
            for (int lane = 0; lane < 8; lane++)
            {
                FieldElement.RootKind kind = FieldElement.RootOfRatio(us[lane], vs[lane], out FieldElement root);
                FieldElement.Invert(vs[lane], out FieldElement inverse);
                Assert.True(ToNumber(root) == ToNumber(roots.Extract(lane)), $"seed {seed}");
                Assert.True(ToNumber(inverse) == ToNumber(inverses.Extract(lane)), $"seed {seed}");
                Assert.Equal(kind == FieldElement.RootKind.Square, kinds.Square[lane] != 0);
                Assert.Equal(
                    kind == FieldElement.RootKind.TimesRootOfMinusOne, kinds.TimesRootOfMinusOne[lane] != 0);
            }
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
