using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PoolTopology.Crypto.Curve25519;

/// <summary>
/// A 256-bit number that multiplies points; results of arithmetic are reduced modulo the group order l.
/// </summary>
/// <remarks>
/// Shape: l = 2^252 + 27742317777372353535851937790883648493; four 64-bit words, least significant first.
/// A clamped secret key is a scalar that is not reduced. Cost: constant time.
/// </remarks>
internal struct Scalar
{
    internal const int SizeBytes = 32;

    // l = 2^252 + (Order1, Order0)
    private const ulong Order0 = 0x5812631a5cf5d3ed;
    private const ulong Order1 = 0x14def9dea2f79cd6;
    private const ulong Order3 = 0x1000000000000000;
    private const ulong Mask60 = (1UL << 60) - 1;

    internal ulong W0;
    internal ulong W1;
    internal ulong W2;
    internal ulong W3;

    /// <summary>Reads 32 little-endian bytes as they are.</summary>
    internal static Scalar FromBytes(ReadOnlySpan<byte> bytes) => new()
    {
        W0 = BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        W1 = BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]),
        W2 = BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]),
        W3 = BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]),
    };

    /// <summary>
    /// Reads the first half of a hashed secret key: bits 0 to 2 and 255 cleared, bit 254 set (RFC 8032, 5.1.5).
    /// </summary>
    internal static Scalar FromBytesClamped(ReadOnlySpan<byte> bytes)
    {
        Scalar scalar = FromBytes(bytes);
        scalar.W0 &= ~7UL;
        scalar.W3 = (scalar.W3 & 0x7fffffffffffffff) | 0x4000000000000000;
        return scalar;
    }

    /// <summary>Reads 64 little-endian bytes modulo l.</summary>
    [SkipLocalsInit]
    internal static Scalar FromWideBytes(ReadOnlySpan<byte> bytes)
    {
        Span<ulong> wide = stackalloc ulong[8];
        for (int i = 0; i < 8; i++)
            wide[i] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(8 * i)..]);
        return Reduce(wide);
    }

    /// <summary>(a b + c) mod l.</summary>
    [SkipLocalsInit]
    internal static Scalar MultiplyAdd(in Scalar a, in Scalar b, in Scalar c)
    {
        Span<ulong> wide = stackalloc ulong[8];
        wide.Clear();
        wide[0] = c.W0;
        wide[1] = c.W1;
        wide[2] = c.W2;
        wide[3] = c.W3;
        MultiplyInto(wide, a, b.W0, 0);
        MultiplyInto(wide, a, b.W1, 1);
        MultiplyInto(wide, a, b.W2, 2);
        MultiplyInto(wide, a, b.W3, 3);
        Scalar reduced = Reduce(wide);
        CryptographicWipe(wide);
        return reduced;
    }

    /// <summary>a mod l.</summary>
    internal static Scalar Modulo(in Scalar a) => MultiplyAdd(a, new Scalar { W0 = 1 }, default);

    /// <summary>a + word (1 + 2^64 + 2^128 + 2^192), which must stay below 2^256.</summary>
    internal static Scalar AddWithoutReduction(in Scalar a, ulong word)
    {
        ulong carry = 0;
        return new Scalar
        {
            W0 = AddWithCarry(a.W0, word, ref carry),
            W1 = AddWithCarry(a.W1, word, ref carry),
            W2 = AddWithCarry(a.W2, word, ref carry),
            W3 = AddWithCarry(a.W3, word, ref carry),
        };
    }

    /// <summary>(l - a) mod l for a below l.</summary>
    internal static Scalar Negate(in Scalar a)
    {
        Scalar order = Order;
        ulong borrow = 0;
        Scalar difference = new()
        {
            W0 = SubtractWithBorrow(order.W0, a.W0, ref borrow),
            W1 = SubtractWithBorrow(order.W1, a.W1, ref borrow),
            W2 = SubtractWithBorrow(order.W2, a.W2, ref borrow),
            W3 = SubtractWithBorrow(order.W3, a.W3, ref borrow),
        };
        return SubtractOrderIfNotBelow(difference);
    }

    /// <summary>True when the number is below l.</summary>
    internal readonly bool IsCanonical()
    {
        Scalar order = Order;
        ulong borrow = 0;
        _ = SubtractWithBorrow(W0, order.W0, ref borrow);
        _ = SubtractWithBorrow(W1, order.W1, ref borrow);
        _ = SubtractWithBorrow(W2, order.W2, ref borrow);
        _ = SubtractWithBorrow(W3, order.W3, ref borrow);
        return borrow == 1;
    }

    internal readonly void ToBytes(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(destination, W0);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[8..], W1);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[16..], W2);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[24..], W3);
    }

    private static Scalar Order => new() { W0 = Order0, W1 = Order1, W3 = Order3 };

    // wide += a * word * 2^(64 position); the caller's sums never exceed 512 bits.
    private static void MultiplyInto(Span<ulong> wide, in Scalar a, ulong word, int position)
    {
        ulong carry = 0;
        wide[position] = MultiplyAddWord(a.W0, word, wide[position], ref carry);
        wide[position + 1] = MultiplyAddWord(a.W1, word, wide[position + 1], ref carry);
        wide[position + 2] = MultiplyAddWord(a.W2, word, wide[position + 2], ref carry);
        wide[position + 3] = MultiplyAddWord(a.W3, word, wide[position + 3], ref carry);
        for (int i = position + 4; i < wide.Length; i++)
        {
            ulong sum = wide[i] + carry;
            carry = sum < carry ? 1UL : 0UL;
            wide[i] = sum;
        }
    }

    // With k = l - 2^252 (125 bits), 2^252 = -k mod l:
    //   x = x1 2^252 + x0           = x0 - k x1            k x1 below 2^385
    //   k x1 = y1 2^252 + y0        = y0 - k y1            k y1 below 2^258
    //   k y1 = z1 2^252 + z0        = z0 - k z1            k z1 below 2^131
    // so x = x0 - y0 + z0 - k z1, which lies above -2 l and below 2 l + 2^130.
    private static Scalar Reduce(ReadOnlySpan<ulong> x)
    {
        Span<ulong> y = stackalloc ulong[7];
        Span<ulong> z = stackalloc ulong[5];
        Span<ulong> w = stackalloc ulong[4];
        Span<ulong> high = stackalloc ulong[5];

        HighPart(x, high);
        MultiplyByTail(high, y);
        HighPart(y, high[..3]);
        MultiplyByTail(high[..3], z);
        HighPart(z, high[..1]);
        MultiplyByTail(high[..1], w[..3]);
        w[3] = 0;

        // x0 + z0 + 2 l - y0 - w: positive and below 5 l.
        ulong carry = 0;
        ulong r0 = AddWithCarry(x[0], z[0], ref carry);
        ulong r1 = AddWithCarry(x[1], z[1], ref carry);
        ulong r2 = AddWithCarry(x[2], z[2], ref carry);
        ulong r3 = (x[3] & Mask60) + (z[3] & Mask60) + carry;
        carry = 0;
        r0 = AddWithCarry(r0, Order0 << 1, ref carry);
        r1 = AddWithCarry(r1, (Order1 << 1) | (Order0 >> 63), ref carry);
        r2 = AddWithCarry(r2, 0, ref carry);
        r3 += (Order3 << 1) + carry;
        ulong borrow = 0;
        r0 = SubtractWithBorrow(r0, y[0], ref borrow);
        r1 = SubtractWithBorrow(r1, y[1], ref borrow);
        r2 = SubtractWithBorrow(r2, y[2], ref borrow);
        r3 -= (y[3] & Mask60) + borrow;
        borrow = 0;
        r0 = SubtractWithBorrow(r0, w[0], ref borrow);
        r1 = SubtractWithBorrow(r1, w[1], ref borrow);
        r2 = SubtractWithBorrow(r2, w[2], ref borrow);
        r3 -= borrow;

        Scalar reduced = new() { W0 = r0, W1 = r1, W2 = r2, W3 = r3 };
        for (int i = 0; i < 4; i++)
            reduced = SubtractOrderIfNotBelow(reduced);
        CryptographicWipe(y);
        CryptographicWipe(z);
        CryptographicWipe(high);
        return reduced;
    }

    // high = number >> 252
    private static void HighPart(ReadOnlySpan<ulong> number, Span<ulong> high)
    {
        for (int i = 0; i < high.Length; i++)
        {
            ulong next = i + 4 < number.Length ? number[i + 4] << 4 : 0;
            high[i] = (number[i + 3] >> 60) | next;
        }
    }

    // product = number (l - 2^252); two words longer than the number.
    private static void MultiplyByTail(ReadOnlySpan<ulong> number, Span<ulong> product)
    {
        product.Clear();
        ulong carry = 0;
        for (int i = 0; i < number.Length; i++)
            product[i] = MultiplyAddWord(number[i], Order0, product[i], ref carry);
        product[number.Length] = carry;
        carry = 0;
        for (int i = 0; i < number.Length; i++)
            product[i + 1] = MultiplyAddWord(number[i], Order1, product[i + 1], ref carry);
        product[number.Length + 1] = carry;
    }

    private static Scalar SubtractOrderIfNotBelow(in Scalar a)
    {
        ulong borrow = 0;
        ulong r0 = SubtractWithBorrow(a.W0, Order0, ref borrow);
        ulong r1 = SubtractWithBorrow(a.W1, Order1, ref borrow);
        ulong r2 = SubtractWithBorrow(a.W2, 0, ref borrow);
        ulong r3 = SubtractWithBorrow(a.W3, Order3, ref borrow);
        ulong keep = 0 - borrow;
        return new Scalar
        {
            W0 = r0 ^ (keep & (r0 ^ a.W0)),
            W1 = r1 ^ (keep & (r1 ^ a.W1)),
            W2 = r2 ^ (keep & (r2 ^ a.W2)),
            W3 = r3 ^ (keep & (r3 ^ a.W3)),
        };
    }

    private static void CryptographicWipe(Span<ulong> words) =>
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(words));

    // low word of a * b + addend + carry; the new carry is the high word.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong MultiplyAddWord(ulong a, ulong b, ulong addend, ref ulong carry)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        low += addend;
        high += low < addend ? 1UL : 0UL;
        low += carry;
        high += low < carry ? 1UL : 0UL;
        carry = high;
        return low;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong AddWithCarry(ulong a, ulong b, ref ulong carry)
    {
        ulong sum = a + b;
        ulong first = sum < a ? 1UL : 0UL;
        ulong result = sum + carry;
        carry = first | (result < sum ? 1UL : 0UL);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong SubtractWithBorrow(ulong a, ulong b, ref ulong borrow)
    {
        ulong difference = a - b;
        ulong first = a < b ? 1UL : 0UL;
        ulong result = difference - borrow;
        borrow = first | (difference < borrow ? 1UL : 0UL);
        return result;
    }
}
