using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PoolTopology.Crypto.Curve25519;

/// <summary>Eight 256-bit numbers, one per lane, as four vectors of 64-bit words, least significant first.</summary>
/// <remarks>Pre: <see cref="FieldLanes.IsSupported"/>. Cost: constant time.</remarks>
internal struct WordLanes
{
    /// <summary>Bytes of eight numbers in memory.</summary>
    internal const int SizeBytes = 256;

    internal Vector512<ulong> W0;
    internal Vector512<ulong> W1;
    internal Vector512<ulong> W2;
    internal Vector512<ulong> W3;

    /// <summary>Reads eight numbers of 32 little-endian bytes, one after the other.</summary>
    internal static void Read(ReadOnlySpan<byte> bytes, out WordLanes words)
    {
        ReadOnlySpan<ulong> all = MemoryMarshal.Cast<byte, ulong>(bytes[..SizeBytes]);
        Vector512<ulong> a = Vector512.Create(all);
        Vector512<ulong> b = Vector512.Create(all[8..]);
        Vector512<ulong> c = Vector512.Create(all[16..]);
        Vector512<ulong> d = Vector512.Create(all[24..]);
        // Words 0 and 1 of four lanes, then words 2 and 3.
        Vector512<ulong> low = Vector512.Create(0UL, 4, 8, 12, 1, 5, 9, 13);
        Vector512<ulong> high = Vector512.Create(2UL, 6, 10, 14, 3, 7, 11, 15);
        Vector512<ulong> abLow = Avx512F.PermuteVar8x64x2(a, low, b);
        Vector512<ulong> abHigh = Avx512F.PermuteVar8x64x2(a, high, b);
        Vector512<ulong> cdLow = Avx512F.PermuteVar8x64x2(c, low, d);
        Vector512<ulong> cdHigh = Avx512F.PermuteVar8x64x2(c, high, d);
        words.W0 = Vector512.Create(abLow.GetLower(), cdLow.GetLower());
        words.W1 = Vector512.Create(abLow.GetUpper(), cdLow.GetUpper());
        words.W2 = Vector512.Create(abHigh.GetLower(), cdHigh.GetLower());
        words.W3 = Vector512.Create(abHigh.GetUpper(), cdHigh.GetUpper());
    }

    /// <summary>Puts eight scalars side by side.</summary>
    internal static void From(ReadOnlySpan<Scalar> scalars, out WordLanes words) =>
        Read(MemoryMarshal.AsBytes(scalars), out words);

    /// <summary>The same scalar in all lanes.</summary>
    internal static void Broadcast(in Scalar scalar, out WordLanes words)
    {
        words.W0 = Vector512.Create(scalar.W0);
        words.W1 = Vector512.Create(scalar.W1);
        words.W2 = Vector512.Create(scalar.W2);
        words.W3 = Vector512.Create(scalar.W3);
    }

    /// <summary>Writes eight numbers of 32 little-endian bytes, one after the other.</summary>
    internal readonly void Write(Span<byte> bytes)
    {
        Span<ulong> all = MemoryMarshal.Cast<byte, ulong>(bytes[..SizeBytes]);
        // Words 0 and 1, then words 2 and 3, of lanes 0, 2, 4, 6 and of lanes 1, 3, 5, 7.
        Vector512<ulong> evenLow = Avx512F.UnpackLow(W0, W1);
        Vector512<ulong> evenHigh = Avx512F.UnpackLow(W2, W3);
        Vector512<ulong> oddLow = Avx512F.UnpackHigh(W0, W1);
        Vector512<ulong> oddHigh = Avx512F.UnpackHigh(W2, W3);
        for (int pair = 0; pair < FieldLanes.Count / 2; pair++)
        {
            ulong first = (ulong)(2 * pair);
            Vector512<ulong> from = Vector512.Create(first, first + 1, 8 + first, 9 + first, 0, 0, 0, 0);
            Vector512<ulong> even = Avx512F.PermuteVar8x64x2(evenLow, from, evenHigh);
            Vector512<ulong> odd = Avx512F.PermuteVar8x64x2(oddLow, from, oddHigh);
            Vector512.Create(even.GetLower(), odd.GetLower()).CopyTo(all[(8 * pair)..]);
        }
    }

    /// <summary>number + bias (1 + 2^64 + 2^128 + 2^192) in every lane; the sum stays below 2^256.</summary>
    /// <remarks>
    /// With bias 0x88...8, digit i of radix 16 less eight is a signed digit in [-8, 8) of the number itself; with
    /// 0x80...80, digit i of radix 256 less 128 likewise.
    /// </remarks>
    internal static void AddBias(in WordLanes number, ulong bias, out WordLanes sum)
    {
        Vector512<ulong> b = Vector512.Create(bias);
        sum.W0 = number.W0 + b;
        Vector512<ulong> carry = One(Vector512.LessThan(sum.W0, b));
        sum.W1 = number.W1 + b + carry;
        carry = One(Vector512.LessThan(sum.W1, b) | (Vector512.Equals(sum.W1, b) & IsSet(carry)));
        sum.W2 = number.W2 + b + carry;
        carry = One(Vector512.LessThan(sum.W2, b) | (Vector512.Equals(sum.W2, b) & IsSet(carry)));
        sum.W3 = number.W3 + b + carry;
    }

    /// <summary>Bits [position, position + count) of every lane, within one word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly Vector512<long> Bits(int position, int count)
    {
        Vector512<ulong> word = (position / 64) switch
        {
            0 => W0,
            1 => W1,
            2 => W2,
            _ => W3,
        };
        Vector512<ulong> mask = Vector512.Create((1UL << count) - 1);
        return ((word >>> (position % 64)) & mask).AsInt64();
    }

    private static Vector512<ulong> One(Vector512<ulong> mask) => mask & Vector512<ulong>.One;

    private static Vector512<ulong> IsSet(Vector512<ulong> carry) => Vector512<ulong>.Zero - carry;
}
