using System.Numerics;

namespace PoolTopology.Ledger.Parameters;

/// <summary>The text form of Byron addresses: numbers to the base 58 with Bitcoin's alphabet.</summary>
/// <remarks>Shape: each leading <c>1</c> is a leading zero byte.</remarks>
internal static class Base58
{
    private const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    /// <summary>The bytes of a text, or null when a character is not of the alphabet.</summary>
    public static byte[]? Decode(string text)
    {
        BigInteger number = BigInteger.Zero;
        foreach (char character in text)
        {
            int digit = Alphabet.IndexOf(character, StringComparison.Ordinal);
            if (digit < 0)
                return null;
            number = (number * Alphabet.Length) + digit;
        }
        int zeroes = text.TakeWhile(character => character == Alphabet[0]).Count();
        byte[] digits = number.IsZero ? [] : number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[zeroes], .. digits];
    }
}
