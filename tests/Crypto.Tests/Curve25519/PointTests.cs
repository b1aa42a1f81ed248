using System.Numerics;
using PoolTopology.Crypto.Curve25519;
using Xunit;

namespace PoolTopology.Crypto.Tests.Curve25519;

public sealed class PointTests
{
    // A point of order 8.
    private const string Order8 = "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05";

    [Fact]
    public void OfBase_and_OfPoint_edge_scalars_agree_with_the_slow_curve()
    {
        (BigInteger X, BigInteger Y) slow = SlowCurve.Multiply(123456789, SlowCurve.Base);
        Assert.True(PointEncoding.TryDecode(SlowCurve.Encode(slow), out ExtendedPoint point));
        for (int seed = 0; seed < 150; seed++)
        {
            BigInteger s = EdgeNumbers.Next(new Random(seed), 255 / 8 * 8 + 8) % BigInteger.Pow(2, 255);
            Scalar scalar = Scalar.FromBytes(EdgeNumbers.ToBytes(s, 32));
            ScalarMultiplication.OfBase(scalar, out ExtendedPoint product);
            AssertSame(SlowCurve.Multiply(s, SlowCurve.Base), product, seed);
            (BigInteger X, BigInteger Y) expected = SlowCurve.Multiply(s, slow);
            ScalarMultiplication.OfPoint(scalar, point, out ProjectivePoint projective);
            AssertSame(expected, projective, seed);
            ScalarMultiplication.OfPointByLimbs(scalar, point, out projective);
            AssertSame(expected, projective, seed);
        }
    }

    [Fact]
    public void Sums_edge_scalars_and_torsion_agree_with_the_slow_curve()
    {
        (BigInteger X, BigInteger Y) torsion = SlowCurve.Decode(Convert.FromHexString(Order8))!.Value;
        for (int seed = 0; seed < 100; seed++)
        {
            Random random = new(seed);
            BigInteger a = EdgeNumbers.Next(random, 256) % EdgeNumbers.Order;
            BigInteger b = EdgeNumbers.Next(random, 256) % EdgeNumbers.Order;
            (BigInteger X, BigInteger Y) slowP = SlowCurve.Multiply(random.Next(), SlowCurve.Base);
            (BigInteger X, BigInteger Y) slowQ = SlowCurve.Multiply(random.Next(), SlowCurve.Base);
            slowP = SlowCurve.Add(slowP, SlowCurve.Multiply(random.Next(8), torsion));
            Assert.True(PointEncoding.TryDecode(SlowCurve.Encode(slowP), out ExtendedPoint p));
            Assert.True(PointEncoding.TryDecode(SlowCurve.Encode(slowQ), out ExtendedPoint q));
            Scalar first = Scalar.FromBytes(EdgeNumbers.ToBytes(a, 32));
            Scalar second = Scalar.FromBytes(EdgeNumbers.ToBytes(b, 32));

            (BigInteger X, BigInteger Y) ap = SlowCurve.Multiply(a, slowP);
            (BigInteger X, BigInteger Y) expectedWithBase = SlowCurve.Add(ap, SlowCurve.Multiply(b, SlowCurve.Base));
            (BigInteger X, BigInteger Y) expectedWithPoint = SlowCurve.Add(ap, SlowCurve.Multiply(b, slowQ));
            ScalarMultiplication.SumWithBase(first, p, second, out ProjectivePoint withBase);
            AssertSame(expectedWithBase, withBase, seed);
            ScalarMultiplication.SumWithBaseByLimbs(first, p, second, out withBase);
            AssertSame(expectedWithBase, withBase, seed);
            ScalarMultiplication.Sum(first, p, second, q, out ProjectivePoint withPoint);
            AssertSame(expectedWithPoint, withPoint, seed);
            ScalarMultiplication.TwoSums(first, p, p, second, q, out withBase, out withPoint);
            AssertSame(expectedWithBase, withBase, seed);
            AssertSame(expectedWithPoint, withPoint, seed);
        }
    }

    [Fact]
    public void OfTwoPoints_different_scalars_and_points_agrees_with_the_slow_curve()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            Random random = new(seed);
            BigInteger s = EdgeNumbers.Next(random, 256) % BigInteger.Pow(2, 255);
            BigInteger t = EdgeNumbers.Next(random, 256) % BigInteger.Pow(2, 255);
            (BigInteger X, BigInteger Y) slowP = SlowCurve.Multiply(random.Next(), SlowCurve.Base);
            (BigInteger X, BigInteger Y) slowQ = SlowCurve.Multiply(random.Next(), SlowCurve.Base);
            Assert.True(PointEncoding.TryDecode(SlowCurve.Encode(slowP), out ExtendedPoint p));
            Assert.True(PointEncoding.TryDecode(SlowCurve.Encode(slowQ), out ExtendedPoint q));
            ScalarMultiplication.OfTwoPoints(
                Scalar.FromBytes(EdgeNumbers.ToBytes(s, 32)), p, Scalar.FromBytes(EdgeNumbers.ToBytes(t, 32)), q,
                out ProjectivePoint first, out ProjectivePoint second);
            AssertSame(SlowCurve.Multiply(s, slowP), first, seed);
            AssertSame(SlowCurve.Multiply(t, slowQ), second, seed);
        }
    }

    [Fact]
    public void TryDecode_random_and_edge_bytes_agrees_with_the_slow_curve()
    {
        byte[] encoded = new byte[32];
        for (int seed = 0; seed < 600; seed++)
        {
            byte[] bytes = EdgeNumbers.ToBytes(EdgeNumbers.Next(new Random(seed), 256), 32);
            (BigInteger X, BigInteger Y)? expected = SlowCurve.Decode(bytes);
            bool isDecoded = PointEncoding.TryDecode(bytes, out ExtendedPoint point);
            Assert.True(isDecoded == expected.HasValue, $"seed {seed}");
            if (!isDecoded)
                continue;
            PointEncoding.Encode(ProjectivePoint.From(point), encoded);
            Assert.True(encoded.AsSpan().SequenceEqual(SlowCurve.Encode(expected!.Value)), $"seed {seed}");
        }
    }

    [Fact]
    public void EncodeAll_gives_what_Encode_gives()
    {
        ProjectivePoint[] points = new ProjectivePoint[PointEncoding.MaximumBatch];
        ExtendedPoint multiple = CurveConstants.BasePoint;
        for (int i = 0; i < points.Length; i++)
        {
            ExtendedPoint.Double(multiple, out multiple);
            points[i] = ProjectivePoint.From(multiple);
        }
        for (int count = 1; count <= points.Length; count++)
        {
            byte[] all = new byte[32 * count];
            byte[] one = new byte[32];
            PointEncoding.EncodeAll(points.AsSpan(0, count), all);
            for (int i = 0; i < count; i++)
            {
                PointEncoding.Encode(points[i], one);
                Assert.Equal(one, all[(32 * i)..(32 * i + 32)]);
            }
        }
    }

    [Fact]
    public void Map_random_and_edge_bytes_agrees_with_Elligator2_by_the_text()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            BigInteger r = EdgeNumbers.Next(new Random(seed), 256) % BigInteger.Pow(2, 255);
            Elligator2.Map(EdgeNumbers.ToBytes(r, 32), out ExtendedPoint point);
            AssertSame(SlowCurve.Elligator(r), point, seed);
        }
    }

    [Fact]
    public void HasSmallOrder_holds_for_the_eight_torsion_points_and_not_for_others()
    {
        (BigInteger X, BigInteger Y) torsion = SlowCurve.Decode(Convert.FromHexString(Order8))!.Value;
        (BigInteger X, BigInteger Y) point = SlowCurve.Identity;
        for (int i = 0; i < 8; i++)
        {
            Assert.True(PointEncoding.HasSmallOrder(SlowCurve.Encode(point)));
            Assert.False(PointEncoding.HasSmallOrder(SlowCurve.Encode(SlowCurve.Add(point, SlowCurve.Base))));
            point = SlowCurve.Add(point, torsion);
        }
        Assert.Equal(SlowCurve.Identity, point);
    }

    private static void AssertSame((BigInteger X, BigInteger Y) expected, in ExtendedPoint actual, int seed) =>
        AssertSame(expected, ProjectivePoint.From(actual), seed);

    private static void AssertSame((BigInteger X, BigInteger Y) expected, in ProjectivePoint actual, int seed)
    {
        byte[] encoded = new byte[32];
        PointEncoding.Encode(actual, encoded);
        Assert.True(encoded.AsSpan().SequenceEqual(SlowCurve.Encode(expected)), $"seed {seed}");
    }
}
