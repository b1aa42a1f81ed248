using System.Numerics;
using PoolTopology.Crypto.Curve25519;
using PoolTopology.Crypto.Tests.Curve25519;
using PoolTopology.Crypto.Wide;
using Xunit;

namespace PoolTopology.Crypto.Tests.Wide;

public sealed class WidePointTests
{
    private const int LanesMax = WideWords<Wide8>.LanesMax;

    // A point of order 8.
    private const string Order8 = "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05";

    [WideFact(8)]
    public void Sums_edge_scalars_and_torsion_agree_with_the_single_point_in_eight_lanes() => Sums_edge_scalars_and_torsion_agree_with_the_single_point<Wide8>();

    [WideFact(4)]
    public void Sums_edge_scalars_and_torsion_agree_with_the_single_point_in_four_lanes() => Sums_edge_scalars_and_torsion_agree_with_the_single_point<Wide4>();

    private static void Sums_edge_scalars_and_torsion_agree_with_the_single_point<V>()
        where V : unmanaged, IWide<V>
    {
        for (int seed = 0; seed < 60; seed++)
        {
            Random random = new(seed);
            Scalar[] s = Scalars(random);
            Scalar[] t = Scalars(random);
            ExtendedPoint[] p = Points(random);
            ExtendedPoint[] q = Points(random);
            WideMultiplication<V>.SumWithBase(s, Side<V>(p), t, out WidePoint<V> withBase);
            WideMultiplication<V>.Sum(s, Side<V>(p), t, Side<V>(q), out WidePoint<V> withPoint);
            WideMultiplication<V>.OfPoints(s[seed % V.Lanes], Side<V>(p), out WidePoint<V> product);
            byte[] encoded = new byte[3 * WideEncoding<V>.SizeBytes];
            WideEncoding<V>.EncodeAll([withBase, withPoint, product], encoded);
            for (int lane = 0; lane < V.Lanes; lane++)
            {
                ScalarMultiplication.SumWithBaseByLimbs(s[lane], p[lane], t[lane], out ProjectivePoint expected);
                AssertSame(expected, encoded, lane, seed);
                ScalarMultiplication.Sum(s[lane], p[lane], t[lane], q[lane], out expected);
                AssertSame(expected, encoded, V.Lanes + lane, seed);
                ScalarMultiplication.OfPointByLimbs(s[seed % V.Lanes], p[lane], out expected);
                AssertSame(expected, encoded, 2 * V.Lanes + lane, seed);
            }
        }
    }

    [WideFact(8)]
    public void Sums_all_scalars_zero_are_neutral_in_eight_lanes() => Sums_all_scalars_zero_are_neutral<Wide8>();

    [WideFact(4)]
    public void Sums_all_scalars_zero_are_neutral_in_four_lanes() => Sums_all_scalars_zero_are_neutral<Wide4>();

    private static void Sums_all_scalars_zero_are_neutral<V>()
        where V : unmanaged, IWide<V>
    {
        Scalar[] zeros = new Scalar[V.Lanes];
        WidePoint<V> points = Side<V>(Points(new Random(1)));
        WideMultiplication<V>.SumWithBase(zeros, points, zeros, out WidePoint<V> sum);
        byte[] encoded = new byte[WideEncoding<V>.SizeBytes];
        WideEncoding<V>.EncodeAll([sum], encoded);
        for (int lane = 0; lane < V.Lanes; lane++)
            AssertSame(ProjectivePoint.Identity, encoded, lane, 0);
    }

    [WideFact(8)]
    public void Select_every_digit_of_the_base_table_agrees_with_the_slow_curve_in_eight_lanes() => Select_every_digit_of_the_base_table_agrees_with_the_slow_curve<Wide8>();

    [WideFact(4)]
    public void Select_every_digit_of_the_base_table_agrees_with_the_slow_curve_in_four_lanes() => Select_every_digit_of_the_base_table_agrees_with_the_slow_curve<Wide4>();

    private static void Select_every_digit_of_the_base_table_agrees_with_the_slow_curve<V>()
        where V : unmanaged, IWide<V>
    {
        for (int first = -BaseMultiples.Maximum; first < BaseMultiples.Maximum; first += V.Lanes)
        {
            ulong[] digits = [.. Enumerable.Range(first, V.Lanes).Select(digit => (ulong)digit)];
            WideBasePoint<V>.Select(V.Load(digits), out WideBasePoint<V> selected);
            WidePoint<V>.Add(WidePoint<V>.Identity, selected, out WidePoint<V> multiples);
            byte[] encoded = new byte[WideEncoding<V>.SizeBytes];
            WideEncoding<V>.EncodeAll([multiples], encoded);
            for (int lane = 0; lane < V.Lanes; lane++)
            {
                BigInteger digit = EdgeNumbers.Modulo(first + lane, EdgeNumbers.Order);
                byte[] expected = SlowCurve.Encode(SlowCurve.Multiply(digit, SlowCurve.Base));
                Assert.Equal(expected, encoded[(32 * lane)..(32 * lane + 32)]);
            }
        }
    }

    [WideFact(8)]
    public void Decode_random_and_edge_bytes_agrees_with_the_single_point_in_eight_lanes() => Decode_random_and_edge_bytes_agrees_with_the_single_point<Wide8>();

    [WideFact(4)]
    public void Decode_random_and_edge_bytes_agrees_with_the_single_point_in_four_lanes() => Decode_random_and_edge_bytes_agrees_with_the_single_point<Wide4>();

    private static void Decode_random_and_edge_bytes_agrees_with_the_single_point<V>()
        where V : unmanaged, IWide<V>
    {
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            byte[] bytes = [.. Enumerable.Range(0, LanesMax).SelectMany(_ => Canonical(random))];
            WideEncoding<V>.Decode(bytes, out WidePoint<V> points, out V isOnCurve);
            byte[] encoded = new byte[WideEncoding<V>.SizeBytes];
            WideEncoding<V>.EncodeAll([points], encoded);
            for (int lane = 0; lane < V.Lanes; lane++)
            {
                bool expected = PointEncoding.TryDecode(bytes.AsSpan(32 * lane, 32), out ExtendedPoint point);
                Assert.True(((V.ToBits(isOnCurve) >> lane) & 1) == (expected ? 1U : 0), $"seed {seed}");
                AssertSame(ProjectivePoint.From(point), encoded, lane, seed);
            }
        }
    }

    [WideFact(8)]
    public void Map_random_and_edge_bytes_agrees_with_the_single_point_in_eight_lanes() => Map_random_and_edge_bytes_agrees_with_the_single_point<Wide8>();

    [WideFact(4)]
    public void Map_random_and_edge_bytes_agrees_with_the_single_point_in_four_lanes() => Map_random_and_edge_bytes_agrees_with_the_single_point<Wide4>();

    private static void Map_random_and_edge_bytes_agrees_with_the_single_point<V>()
        where V : unmanaged, IWide<V>
    {
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            byte[] bytes =
            [
                .. Enumerable.Range(0, LanesMax).SelectMany(_ => EdgeNumbers.ToBytes(EdgeNumbers.Next(random, 256), 32)),
            ];
            WideElligator2<V>.Map(bytes, out WidePoint<V> points);
            byte[] encoded = new byte[WideEncoding<V>.SizeBytes];
            WideEncoding<V>.EncodeAll([points], encoded);
            for (int lane = 0; lane < V.Lanes; lane++)
            {
                Elligator2.Map(bytes.AsSpan(32 * lane, 32), out ExtendedPoint expected);
                AssertSame(ProjectivePoint.From(expected), encoded, lane, seed);
            }
        }
    }

    private static Scalar[] Scalars(Random random) =>
    [
        .. Enumerable.Range(0, LanesMax).Select(_ =>
            Scalar.FromBytes(EdgeNumbers.ToBytes(EdgeNumbers.Next(random, 256) % EdgeNumbers.Order, 32))),
    ];

    // Multiples of the base point, most with a part of small order, some neutral.
    private static ExtendedPoint[] Points(Random random)
    {
        Assert.True(PointEncoding.TryDecode(Convert.FromHexString(Order8), out ExtendedPoint torsion));
        ExtendedPoint[] points = new ExtendedPoint[LanesMax];
        for (int i = 0; i < LanesMax; i++)
        {
            ScalarMultiplication.OfBase(new Scalar { W0 = (ulong)random.Next(0, 1 + random.Next()) }, out points[i]);
            for (int j = random.Next(8); j > 0; j--)
                ExtendedPoint.Add(points[i], torsion, out points[i]);
        }
        return points;
    }

    private static WidePoint<V> Side<V>(ExtendedPoint[] points)
        where V : unmanaged, IWide<V>
    {
        WidePoint<V> side;
        side.X = Side<V>(points.Select(p => p.X));
        side.Y = Side<V>(points.Select(p => p.Y));
        side.Z = Side<V>(points.Select(p => p.Z));
        side.T = Side<V>(points.Select(p => p.T));
        return side;
    }

    private static WideField<V> Side<V>(IEnumerable<FieldElement> elements)
        where V : unmanaged, IWide<V>
    {
        byte[] bytes = new byte[32 * LanesMax];
        foreach ((int lane, FieldElement element) in elements.Index())
            element.ToBytes(bytes.AsSpan(32 * lane, 32));
        WideWords<V>.Read(bytes, out WideWords<V> words);
        WideField<V>.From(words, out WideField<V> side);
        return side;
    }

    private static byte[] Canonical(Random random)
    {
        byte[] bytes = EdgeNumbers.ToBytes(EdgeNumbers.Next(random, 256), 32);
        if (!PointEncoding.IsCanonical(bytes))
            bytes[31] &= 0x81;
        return bytes;
    }

    private static void AssertSame(in ProjectivePoint expected, byte[] encoded, int index, int seed)
    {
        byte[] bytes = new byte[32];
        PointEncoding.Encode(expected, bytes);
        Assert.True(bytes.AsSpan().SequenceEqual(encoded.AsSpan(32 * index, 32)), $"seed {seed}, index {index}");
    }
}
