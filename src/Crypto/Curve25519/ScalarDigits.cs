using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace PoolTopology.Crypto.Curve25519;

/// <summary>Scalars as digits: a fixed rhythm for secrets, sparse digits for public values.</summary>
internal static class ScalarDigits
{
    /// <summary>Digits of <see cref="ToSignedRadix16"/>.</summary>
    internal const int Radix16Count = 64;

    /// <summary>Positions of <see cref="ToWindows"/>.</summary>
    internal const int WindowCount = 256;

    /// <summary>Writes 64 digits in [-8, 8) with s = sum of digit[i] 16^i; the last may be 8.</summary>
    /// <remarks>Pre: s below 2^255. Cost: constant time.</remarks>
    internal static void ToSignedRadix16(in Scalar s, Span<sbyte> digits)
    {
        Span<ulong> words = [s.W0, s.W1, s.W2, s.W3];
        int carry = 0;
        for (int i = 0; i < Radix16Count - 1; i++)
        {
            int digit = (int)((words[i / 16] >> (4 * (i % 16))) & 15) + carry;
            carry = (digit + 8) >> 4;
            digits[i] = (sbyte)(digit - (carry << 4));
        }
        digits[^1] = (sbyte)((int)(words[3] >> 60) + carry);
        words.Clear();
    }

    /// <summary>
    /// Writes the non-adjacent form: odd digits below 2^(bits - 1) in magnitude, at least bits - 1 zeros between two.
    /// </summary>
    /// <remarks>
    /// Post: returns the position of the highest digit that is not zero, or -1. Pre: s below 2^255.
    /// Cost: variable time; for public values.
    /// </remarks>
    internal static int ToWindows(in Scalar s, int bits, Span<sbyte> digits)
    {
        digits.Clear();
        Span<ulong> words = [s.W0, s.W1, s.W2, s.W3, 0];
        ulong width = 1UL << bits;
        ulong carry = 0;
        int top = -1;
        int position = 0;
        while (position < WindowCount)
        {
            int word = position / 64;
            int shift = position % 64;
            ulong window = words[word] >> shift;
            if (shift > 64 - bits)
                window |= words[word + 1] << (64 - shift);
            window = carry + (window & (width - 1));
            if ((window & 1) == 0)
            {
                position++;
                continue;
            }
            carry = window < width / 2 ? 0UL : 1UL;
            digits[position] = (sbyte)((int)window - (int)(carry << bits));
            top = position;
            position += bits;
        }
        return top;
    }

    /// <summary>Erases the digits of a secret.</summary>
    internal static void Wipe(Span<sbyte> digits) =>
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(digits));
}
