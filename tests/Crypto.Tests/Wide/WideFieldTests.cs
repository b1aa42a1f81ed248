using System.Numerics;
using PoolTopology.Crypto.Curve25519;
using PoolTopology.Crypto.Tests.Curve25519;
using PoolTopology.Crypto.Wide;
using Xunit;

namespace PoolTopology.Crypto.Tests.Wide;

public sealed class WideFieldTests
{
    private const int LimbBits = 51;

    // What multiplication leaves at most.
    private const double Tight = (1L << 50) + (1L << 12);

    [WideFact(8)]
    public void From_and_ToWords_in_eight_lanes_give_the_values_below_p() => From_and_ToWords<Wide8>();

    [WideFact(4)]
    public void From_and_ToWords_in_four_lanes_give_the_values_below_p() => From_and_ToWords<Wide4>();

    private static void From_and_ToWords<V>()
        where V : unmanaged, IWide<V>
    {
        for (int seed = 0; seed < 500; seed++)
        {
            Random random = new(seed);
            BigInteger[] numbers = Numbers<V>(random, 256);
            byte[] bytes = [.. numbers.SelectMany(n => EdgeNumbers.ToBytes(n, 32))];
            WideWords<V>.Read(bytes, out WideWords<V> words);
            byte[] written = new byte[bytes.Length];
            words.Write(written);
            Assert.Equal(bytes, written);
            WideField<V>.From(words, out WideField<V> elements);
            AssertTight(elements);
            AssertSame([.. numbers.Select(n => n % BigInteger.Pow(2, 255))], elements, seed);
        }
    }

    [WideFact(8)]
    public void Products_in_eight_lanes_of_random_and_edge_numbers_agree_with_BigInteger() => Products<Wide8>();

    [WideFact(4)]
    public void Products_in_four_lanes_of_random_and_edge_numbers_agree_with_BigInteger() => Products<Wide4>();

    private static void Products<V>()
        where V : unmanaged, IWide<V>
    {
        for (int seed = 0; seed < 500; seed++)
        {
            Random random = new(seed);
            BigInteger[] x = Numbers<V>(random, 255);
            BigInteger[] y = Numbers<V>(random, 255);
            WideField<V>.Multiply(Load<V>(x), Load<V>(y), out WideField<V> product);
            WideField<V>.Square(Load<V>(x), out WideField<V> square);
            WideField<V>.SquareTimes(Load<V>(x), 3, out WideField<V> power);
            AssertSame([.. x.Zip(y, (a, b) => a * b)], product, seed);
            AssertSame([.. x.Select(a => a * a)], square, seed);
            AssertSame([.. x.Select(a => BigInteger.ModPow(a, 8, EdgeNumbers.P))], power, seed);
        }
    }

    [WideFact(8)]
    public void Products_in_eight_lanes_of_the_largest_limbs_are_exact_and_tight() => LargestProducts<Wide8>();

    [WideFact(4)]
    public void Products_in_four_lanes_of_the_largest_limbs_are_exact_and_tight() => LargestProducts<Wide4>();

    // Factors of tight limbs whose product is 3, as far as the point formulas go.
    private static void LargestProducts<V>()
        where V : unmanaged, IWide<V>
    {
        for (int seed = 0; seed < 600; seed++)
        {
            Random random = new(seed);
            (double left, double right) = (seed % 3) switch { 0 => (3, 1), 1 => (1, 3), _ => (2, 1.5) };
            (WideField<V> x, BigInteger xValue) = Extreme<V>(random, left);
            (WideField<V> y, BigInteger yValue) = Extreme<V>(random, right);
            (WideField<V> tight, BigInteger tightValue) = Extreme<V>(random, 1);
            WideField<V>.Multiply(x, y, out WideField<V> product);
            WideField<V>.Square(tight, out WideField<V> square);
            AssertTight(product);
            AssertTight(square);
            AssertSame([.. Enumerable.Repeat(xValue * yValue, V.Lanes)], product, seed);
            AssertSame([.. Enumerable.Repeat(tightValue * tightValue, V.Lanes)], square, seed);
        }
    }

    [WideFact(8)]
    public void Sums_of_products_in_eight_lanes_of_the_largest_limbs_are_exact_and_tight() => LargestSums<Wide8>();

    [WideFact(4)]
    public void Sums_of_products_in_four_lanes_of_the_largest_limbs_are_exact_and_tight() => LargestSums<Wide4>();

    // As far as the point formulas go: 2 zz - yy + xx, and b - a with operands twice as large.
    private static void LargestSums<V>()
        where V : unmanaged, IWide<V>
    {
        for (int seed = 0; seed < 600; seed++)
        {
            Random random = new(seed);
            (WideField<V> x, BigInteger xValue) = Extreme<V>(random, 1);
            (WideField<V> y, BigInteger yValue) = Extreme<V>(random, 1);
            (WideField<V> u, BigInteger uValue) = Extreme<V>(random, 2);
            (WideField<V> v, BigInteger vValue) = Extreme<V>(random, 2);
            WideField<V>.Square(x, out WideColumns<V> xx);
            WideField<V>.Square(y, out WideColumns<V> yy);
            WideColumns<V>.Add(xx, xx, out WideColumns<V> twice);
            WideColumns<V>.Subtract(yy, xx, out WideColumns<V> difference);
            WideColumns<V>.Subtract(twice, difference, out WideColumns<V> sum);
            sum.Cut(out WideField<V> cut);
            AssertTight(cut);
            AssertSame([.. Enumerable.Repeat(3 * xValue * xValue - yValue * yValue, V.Lanes)], cut, seed);
            WideField<V>.Multiply(u, x, out WideColumns<V> a);
            WideField<V>.Multiply(v, y, out WideColumns<V> b);
            WideColumns<V>.Subtract(b, a, out difference);
            difference.Cut(out cut);
            AssertTight(cut);
            AssertSame([.. Enumerable.Repeat(vValue * yValue - uValue * xValue, V.Lanes)], cut, seed);
        }
    }

    [WideFact(8)]
    public void Carry_in_eight_lanes_of_the_largest_limbs_keeps_the_value() => CarryOfLargest<Wide8>();

    [WideFact(4)]
    public void Carry_in_four_lanes_of_the_largest_limbs_keeps_the_value() => CarryOfLargest<Wide4>();

    private static void CarryOfLargest<V>()
        where V : unmanaged, IWide<V>
    {
        for (int seed = 0; seed < 500; seed++)
        {
            Random random = new(seed);
            (WideField<V> loose, BigInteger value) = Extreme<V>(random, 16);
            WideField<V>.Carry(loose, out WideField<V> carried);
            AssertTight(carried);
            AssertSame([.. Enumerable.Repeat(value, V.Lanes)], carried, seed);
            (WideField<V> tight, BigInteger tightValue) = Extreme<V>(random, 1);
            AssertSame([.. Enumerable.Repeat(tightValue, V.Lanes)], tight, seed);
            bool isOdd = !EdgeNumbers.Modulo(tightValue, EdgeNumbers.P).IsEven;
            Assert.True(V.ToBits(WideField<V>.IsNegative(tight)) == (isOdd ? (1U << V.Lanes) - 1 : 0), $"seed {seed}");
        }
    }

    [WideFact(8)]
    public void Masks_in_eight_lanes_choose_and_compare_each_lane_for_itself() => Masks<Wide8>();

    [WideFact(4)]
    public void Masks_in_four_lanes_choose_and_compare_each_lane_for_itself() => Masks<Wide4>();

    private static void Masks<V>()
        where V : unmanaged, IWide<V>
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            BigInteger[] a = Numbers<V>(random, 255);
            BigInteger[] b = [.. a.Select(n => random.Next(2) == 0 ? n : EdgeNumbers.Next(random, 255))];
            bool[] areEqual = [.. a.Zip(b, (x, y) => ((x - y) % EdgeNumbers.P).IsZero)];
            V mask = WideField<V>.AreEqual(Load<V>(a), Load<V>(b));
            Assert.Equal(areEqual, Enumerable.Range(0, V.Lanes).Select(lane => ((V.ToBits(mask) >> lane) & 1) == 1));
            WideField<V>.Choose(mask, Load<V>(a), Load<V>(Numbers<V>(new Random(-1), 255)), out WideField<V> chosen);
            BigInteger[] others = Numbers<V>(new Random(-1), 255);
            AssertSame([.. areEqual.Select((isEqual, lane) => isEqual ? a[lane] : others[lane])], chosen, seed);
            WideField<V>.NegateWhere(Load<V>(a), mask, out WideField<V> negated);
            AssertSame([.. areEqual.Select((isEqual, lane) => isEqual ? -a[lane] : a[lane])], negated, seed);
        }
    }

    [WideFact(8)]
    public void Roots_and_inverses_in_eight_lanes_agree_with_the_single_element() => RootsAndInverses<Wide8>();

    [WideFact(4)]
    public void Roots_and_inverses_in_four_lanes_agree_with_the_single_element() => RootsAndInverses<Wide4>();

    private static void RootsAndInverses<V>()
        where V : unmanaged, IWide<V>
    {
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            BigInteger[] us = Numbers<V>(random, 255);
            BigInteger[] vs = [.. Numbers<V>(random, 255).Select(v => (v % EdgeNumbers.P).IsZero ? 1 : v)];
            WideField<V>.RootOfRatio(
                Load<V>(us), Load<V>(vs), out WideField<V> roots, out WideField<V>.RootKinds kinds);
            WideField<V>.Invert(Load<V>(vs), out WideField<V> inverses);
            BigInteger[] expected = new BigInteger[V.Lanes];
            for (int lane = 0; lane < V.Lanes; lane++)
            {
                FieldElement.RootKind kind = FieldElement.RootOfRatio(Single(us[lane]), Single(vs[lane]), out FieldElement root);
                byte[] bytes = new byte[32];
                root.ToBytes(bytes);
                expected[lane] = EdgeNumbers.ToNumber(bytes);
                Assert.Equal(kind == FieldElement.RootKind.Square, ((V.ToBits(kinds.Square) >> lane) & 1) == 1);
                Assert.Equal(
                    kind == FieldElement.RootKind.TimesRootOfMinusOne,
                    ((V.ToBits(kinds.TimesRootOfMinusOne) >> lane) & 1) == 1);
            }
            AssertSame(expected, roots, seed);
            AssertSame(
                [.. vs.Select(v => BigInteger.ModPow(v, EdgeNumbers.P - 2, EdgeNumbers.P))], inverses, seed);
        }
    }

    private static BigInteger[] Numbers<V>(Random random, int bits)
        where V : unmanaged, IWide<V> =>
        [.. Enumerable.Range(0, V.Lanes).Select(_ => EdgeNumbers.Next(random, bits))];

    private static WideField<V> Load<V>(BigInteger[] numbers)
        where V : unmanaged, IWide<V>
    {
        byte[] bytes = [.. numbers.SelectMany(n => EdgeNumbers.ToBytes(n, 32))];
        WideWords<V>.Read(bytes, out WideWords<V> words);
        WideField<V>.From(words, out WideField<V> elements);
        return elements;
    }

    private static FieldElement Single(BigInteger number) => FieldElement.FromBytes(EdgeNumbers.ToBytes(number, 32));

    // Limbs at their bounds, and between them, the same in all lanes.
    private static (WideField<V> Element, BigInteger Value) Extreme<V>(Random random, double factor)
        where V : unmanaged, IWide<V>
    {
        double bound = Math.Floor(factor * Tight);
        double[] limbs =
        [
            .. Enumerable.Range(0, 5).Select(_ => random.Next(3) switch
            {
                0 => bound,
                1 => -bound,
                _ => random.NextInt64(-(long)bound, (long)bound),
            }),
        ];
        BigInteger value = 0;
        for (int i = 4; i >= 0; i--)
            value = (value << LimbBits) + new BigInteger(limbs[i]);
        return (new WideField<V>
        {
            L0 = V.BroadcastReal(limbs[0]),
            L1 = V.BroadcastReal(limbs[1]),
            L2 = V.BroadcastReal(limbs[2]),
            L3 = V.BroadcastReal(limbs[3]),
            L4 = V.BroadcastReal(limbs[4]),
        }, value);
    }

    private static void AssertTight<V>(in WideField<V> elements)
        where V : unmanaged, IWide<V>
    {
        ulong[] bits = new ulong[V.Lanes];
        foreach (V limb in (V[])[elements.L0, elements.L1, elements.L2, elements.L3, elements.L4])
        {
            limb.Store(bits);
            Assert.All(bits, b => Assert.InRange(Math.Abs(BitConverter.UInt64BitsToDouble(b)), 0, Tight));
        }
    }

    private static void AssertSame<V>(BigInteger[] expected, in WideField<V> actual, int seed)
        where V : unmanaged, IWide<V>
    {
        byte[] bytes = new byte[32 * V.Lanes];
        WideField<V>.ToWords(actual, out WideWords<V> words);
        words.Write(bytes);
        for (int lane = 0; lane < V.Lanes; lane++)
        {
            BigInteger number = EdgeNumbers.Modulo(expected[lane], EdgeNumbers.P);
            Assert.True(number == EdgeNumbers.ToNumber(bytes.AsSpan(32 * lane, 32)), $"seed {seed}, lane {lane}");
        }
    }
}
