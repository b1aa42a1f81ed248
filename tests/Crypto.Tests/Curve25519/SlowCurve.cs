using System.Numerics;

namespace PoolTopology.Crypto.Tests.Curve25519;

/// <summary>
/// edwards25519 straight from its definition, on affine points of big integers: the slow obvious reference.
/// </summary>
internal static class SlowCurve
{
    private static readonly BigInteger P = EdgeNumbers.P;
    private static readonly BigInteger D =
        EdgeNumbers.Modulo(-121665 * BigInteger.ModPow(121666, P - 2, P), P);
    private static readonly BigInteger I = BigInteger.ModPow(2, (P - 1) / 4, P);

    internal static (BigInteger X, BigInteger Y) Identity => (0, 1);

    internal static (BigInteger X, BigInteger Y) Base { get; } =
        Decode(EdgeNumbers.ToBytes(4 * BigInteger.ModPow(5, P - 2, P) % P, 32))!.Value;

    internal static (BigInteger X, BigInteger Y) Add((BigInteger X, BigInteger Y) a, (BigInteger X, BigInteger Y) b)
    {
        BigInteger k = D * a.X * b.X * a.Y * b.Y % P;
        BigInteger x = (a.X * b.Y + b.X * a.Y) * BigInteger.ModPow(1 + k, P - 2, P);
        BigInteger y = (a.Y * b.Y + a.X * b.X) * BigInteger.ModPow(EdgeNumbers.Modulo(1 - k, P), P - 2, P);
        return (EdgeNumbers.Modulo(x, P), EdgeNumbers.Modulo(y, P));
    }

    internal static (BigInteger X, BigInteger Y) Multiply(BigInteger scalar, (BigInteger X, BigInteger Y) point)
    {
        (BigInteger X, BigInteger Y, BigInteger Z) product = (0, 1, 1);
        for (int bit = (int)scalar.GetBitLength() - 1; bit >= 0; bit--)
        {
            product = Add(product, product);
            if (!((scalar >> bit) & 1).IsZero)
                product = Add(product, (point.X, point.Y, BigInteger.One));
        }
        BigInteger inverse = BigInteger.ModPow(EdgeNumbers.Modulo(product.Z, P), P - 2, P);
        return (EdgeNumbers.Modulo(product.X * inverse, P), EdgeNumbers.Modulo(product.Y * inverse, P));
    }

    // The addition law with a common denominator: x = X / Z, y = Y / Z.
    private static (BigInteger X, BigInteger Y, BigInteger Z) Add(
        (BigInteger X, BigInteger Y, BigInteger Z) p, (BigInteger X, BigInteger Y, BigInteger Z) q)
    {
        BigInteger zz = p.Z * q.Z % P;
        BigInteger xx = p.X * q.X % P;
        BigInteger yy = p.Y * q.Y % P;
        BigInteger k = D * xx % P * yy % P;
        BigInteger minus = zz * zz - k;
        BigInteger plus = zz * zz + k;
        BigInteger cross = (p.X + p.Y) * (q.X + q.Y) - xx - yy;
        return (zz * minus % P * cross % P, zz * plus % P * (xx + yy) % P, minus * plus % P);
    }

    internal static byte[] Encode((BigInteger X, BigInteger Y) point)
    {
        byte[] bytes = EdgeNumbers.ToBytes(point.Y, 32);
        bytes[31] |= point.X.IsEven ? (byte)0 : (byte)0x80;
        return bytes;
    }

    internal static (BigInteger X, BigInteger Y)? Decode(byte[] bytes)
    {
        BigInteger y = EdgeNumbers.ToNumber(bytes) % BigInteger.Pow(2, 255);
        if (y >= P)
            return null;
        BigInteger xx = EdgeNumbers.Modulo(y * y - 1, P) * BigInteger.ModPow(D * y * y + 1, P - 2, P) % P;
        if (SquareRoot(xx) is not { } x)
            return null;
        bool isOdd = (bytes[31] & 0x80) != 0;
        return (x.IsEven == isOdd ? (P - x) % P : x, y);
    }

    internal static BigInteger? SquareRoot(BigInteger a)
    {
        BigInteger root = BigInteger.ModPow(a, (P + 3) / 8, P);
        if (root * root % P != a % P)
            root = root * I % P;
        return root * root % P == a % P ? root : null;
    }

    /// <summary>Elligator2 by the text: Montgomery x, then y of the Edwards curve, even x, times 8.</summary>
    internal static (BigInteger X, BigInteger Y) Elligator(BigInteger r)
    {
        const int a = 486662;
        BigInteger x = EdgeNumbers.Modulo(-a * BigInteger.ModPow(1 + 2 * r * r, P - 2, P), P);
        BigInteger g = (x * x * x + a * x * x + x) % P;
        if (!g.IsZero && !BigInteger.ModPow(g, (P - 1) / 2, P).IsOne)
            x = EdgeNumbers.Modulo(-x - a, P);
        BigInteger y = (x - 1) * BigInteger.ModPow(x + 1, P - 2, P) % P;
        (BigInteger X, BigInteger Y) point = Decode(EdgeNumbers.ToBytes(EdgeNumbers.Modulo(y, P), 32))!.Value;
        return Multiply(8, point);
    }
}
