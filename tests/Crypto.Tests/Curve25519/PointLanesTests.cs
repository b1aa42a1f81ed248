using System.Numerics;
using System.Runtime.Intrinsics;
using PoolTopology.Crypto.Curve25519;
using Xunit;

namespace PoolTopology.Crypto.Tests.Curve25519;

public sealed class PointLanesTests
{
    private const int Lanes = 8;

    // A point of order 8.
    private const string Order8 = "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05";

    [LanesFact]
    public void Sums_edge_scalars_and_torsion_agree_with_the_single_point()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            Random random = new(seed);
            Scalar[] s = Scalars(random);
            Scalar[] t = Scalars(random);
            ExtendedPoint[] p = Points(random);
            ExtendedPoint[] q = Points(random);
            WordLanes.From(s, out WordLanes sLanes);
            WordLanes.From(t, out WordLanes tLanes);
            LanesMultiplication.SumWithBase(sLanes, Side(p), tLanes, out PointLanes withBase);
            LanesMultiplication.Sum(sLanes, Side(p), tLanes, Side(q), out PointLanes withPoint);
            LanesMultiplication.OfPoints(s[seed % Lanes], Side(p), out PointLanes product);
            byte[] encoded = new byte[3 * LanesEncoding.SizeBytes];
            LanesEncoding.EncodeAll([withBase, withPoint, product], encoded);
            for (int lane = 0; lane < Lanes; lane++)
            {
                ScalarMultiplication.SumWithBaseByLimbs(s[lane], p[lane], t[lane], out ProjectivePoint expected);
                AssertSame(expected, encoded, lane, seed);
                ScalarMultiplication.Sum(s[lane], p[lane], t[lane], q[lane], out expected);
                AssertSame(expected, encoded, Lanes + lane, seed);
                ScalarMultiplication.OfPointByLimbs(s[seed % Lanes], p[lane], out expected);
                AssertSame(expected, encoded, 2 * Lanes + lane, seed);
            }
        }
    }

    [LanesFact]
    public void Sums_all_scalars_zero_are_neutral()
    {
        PointLanes points = Side(Points(new Random(1)));
        LanesMultiplication.SumWithBase(default, points, default, out PointLanes sum);
        byte[] encoded = new byte[LanesEncoding.SizeBytes];
        LanesEncoding.EncodeAll([sum], encoded);
        for (int lane = 0; lane < Lanes; lane++)
            AssertSame(ProjectivePoint.Identity, encoded, lane, 0);
    }

    [LanesFact]
    public void Select_every_digit_of_the_base_table_agrees_with_the_slow_curve()
    {
        for (int first = -AffineCachedLanes.MaximumDigit; first < AffineCachedLanes.MaximumDigit; first += Lanes)
        {
            AffineCachedLanes.Select(Vector512<long>.Indices + Vector512.Create((long)first), out AffineCachedLanes digits);
            PointLanes.Add(PointLanes.Identity, digits, out PointLanes multiples);
            byte[] encoded = new byte[LanesEncoding.SizeBytes];
            LanesEncoding.EncodeAll([multiples], encoded);
            for (int lane = 0; lane < Lanes; lane++)
            {
                BigInteger digit = EdgeNumbers.Modulo(first + lane, EdgeNumbers.Order);
                byte[] expected = SlowCurve.Encode(SlowCurve.Multiply(digit, SlowCurve.Base));
                Assert.Equal(expected, encoded[(32 * lane)..(32 * lane + 32)]);
            }
        }
    }

    [LanesFact]
    public void Decode_random_and_edge_bytes_agrees_with_the_single_point()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            byte[] bytes = [.. Enumerable.Range(0, Lanes).SelectMany(_ => Canonical(random))];
            LanesEncoding.Decode(bytes, out PointLanes points, out Vector512<long> isOnCurve);
            byte[] encoded = new byte[LanesEncoding.SizeBytes];
            LanesEncoding.EncodeAll([points], encoded);
            for (int lane = 0; lane < Lanes; lane++)
            {
                bool expected = PointEncoding.TryDecode(bytes.AsSpan(32 * lane, 32), out ExtendedPoint point);
                Assert.True(isOnCurve[lane] == (expected ? -1 : 0), $"seed {seed}");
                AssertSame(ProjectivePoint.From(point), encoded, lane, seed);
            }
        }
    }

    [LanesFact]
    public void Map_random_and_edge_bytes_agrees_with_the_single_point()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            byte[] bytes =
            [
                .. Enumerable.Range(0, Lanes).SelectMany(_ => EdgeNumbers.ToBytes(EdgeNumbers.Next(random, 256), 32)),
            ];
            Elligator2Lanes.Map(bytes, out PointLanes points);
            byte[] encoded = new byte[LanesEncoding.SizeBytes];
            LanesEncoding.EncodeAll([points], encoded);
            for (int lane = 0; lane < Lanes; lane++)
            {
                Elligator2.Map(bytes.AsSpan(32 * lane, 32), out ExtendedPoint expected);
                AssertSame(ProjectivePoint.From(expected), encoded, lane, seed);
            }
        }
    }

    private static Scalar[] Scalars(Random random) =>
    [
        .. Enumerable.Range(0, Lanes).Select(_ =>
            Scalar.FromBytes(EdgeNumbers.ToBytes(EdgeNumbers.Next(random, 256) % EdgeNumbers.Order, 32))),
    ];

    // Multiples of the base point, most with a part of small order, some neutral.
    private static ExtendedPoint[] Points(Random random)
    {
        Assert.True(PointEncoding.TryDecode(Convert.FromHexString(Order8), out ExtendedPoint torsion));
        ExtendedPoint[] points = new ExtendedPoint[Lanes];
        for (int i = 0; i < Lanes; i++)
        {
            ScalarMultiplication.OfBase(new Scalar { W0 = (ulong)random.Next(0, 1 + random.Next()) }, out points[i]);
            for (int j = random.Next(8); j > 0; j--)
                ExtendedPoint.Add(points[i], torsion, out points[i]);
        }
        return points;
    }

    private static PointLanes Side(ExtendedPoint[] points)
    {
        PointLanes lanes;
        FieldLanes.Load([.. points.Select(p => p.X)], out lanes.X);
        FieldLanes.Load([.. points.Select(p => p.Y)], out lanes.Y);
        FieldLanes.Load([.. points.Select(p => p.Z)], out lanes.Z);
        FieldLanes.Load([.. points.Select(p => p.T)], out lanes.T);
        return lanes;
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
