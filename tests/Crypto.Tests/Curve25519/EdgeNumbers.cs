using System.Numerics;

namespace PoolTopology.Crypto.Tests.Curve25519;

/// <summary>The two moduli, and random numbers that lean to the edges of both.</summary>
internal static class EdgeNumbers
{
    internal static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;
    internal static readonly BigInteger Order =
        BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", null);

    private static readonly BigInteger[] Edges =
    [
        0, 1, 2, 18, 19, 20, P - 1, P, P + 1, P - 19, P + 18, BigInteger.Pow(2, 255) - 1, BigInteger.Pow(2, 254),
        Order - 1, Order, Order + 1, 2 * Order - 1, 2 * Order, 8 * Order, BigInteger.Pow(2, 252) - 1, BigInteger.Pow(2, 252),
        BigInteger.Pow(2, 51) - 1, BigInteger.Pow(2, 51), BigInteger.Pow(2, 102) - 1, BigInteger.Pow(2, 204),
    ];

    /// <summary>A number of at most the given bits.</summary>
    internal static BigInteger Next(Random random, int bits)
    {
        BigInteger number = Edges[random.Next(Edges.Length)];
        int kind = random.Next(4);
        if (kind < 2)
        {
            byte[] bytes = new byte[bits / 8];
            random.NextBytes(bytes);
            // Runs of equal bytes make long carries.
            if (kind == 0)
                bytes.AsSpan(random.Next(bytes.Length)).Fill(random.Next(2) == 0 ? (byte)0 : (byte)0xff);
            number = new BigInteger(bytes, isUnsigned: true);
        }
        else if (kind == 2)
        {
            number += (BigInteger)random.Next(-3, 4);
        }
        return BigInteger.Abs(number) % BigInteger.Pow(2, bits);
    }

    internal static byte[] ToBytes(BigInteger number, int length)
    {
        byte[] bytes = new byte[length];
        number.ToByteArray(isUnsigned: true).CopyTo(bytes, 0);
        return bytes;
    }

    internal static BigInteger ToNumber(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true);

    internal static BigInteger Modulo(BigInteger number, BigInteger modulus)
    {
        BigInteger remainder = number % modulus;
        return remainder.Sign < 0 ? remainder + modulus : remainder;
    }
}
