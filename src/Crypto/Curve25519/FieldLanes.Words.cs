using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PoolTopology.Crypto.Curve25519;

// Limbs from 64-bit words and back.
internal partial struct FieldLanes
{
    /// <summary>From numbers below 2^256; top bits are ignored, values from p on accepted. Tight.</summary>
    [SkipLocalsInit]
    internal static void From(in WordLanes words, out FieldLanes lanes)
    {
        Vector512<ulong> even = Vector512.Create((ulong)MaskEven);
        Vector512<ulong> odd = Vector512.Create((ulong)MaskOdd);
        FieldLanes cut;
        cut.V0 = Pack(words.W0 & even, (words.W0 >>> 26) & odd);
        cut.V1 = Pack(((words.W0 >>> 51) | (words.W1 << 13)) & even, (words.W1 >>> 13) & odd);
        cut.V2 = Pack(words.W1 >>> 38, words.W2 & odd);
        cut.V3 = Pack((words.W2 >>> 25) & even, ((words.W2 >>> 51) | (words.W3 << 13)) & odd);
        cut.V4 = Pack((words.W3 >>> 12) & even, (words.W3 >>> 38) & odd);
        Carry(cut, out lanes);
    }

    /// <summary>The values in [0, p) of tight elements.</summary>
    /// <remarks>
    /// With h the sum of the limbs and |h| below p, floor(h / p) is floor(2^-255 (h + 19 2^-25 h9 + 1/2)), as in the
    /// reference implementation of Ed25519 (fe_tobytes).
    /// </remarks>
    [SkipLocalsInit]
    internal static void ToWords(in FieldLanes a, out WordLanes words)
    {
        Vector512<long> h0 = EvenLimb(a.V0);
        Vector512<long> h1 = OddLimb(a.V0);
        Vector512<long> h2 = EvenLimb(a.V1);
        Vector512<long> h3 = OddLimb(a.V1);
        Vector512<long> h4 = EvenLimb(a.V2);
        Vector512<long> h5 = OddLimb(a.V2);
        Vector512<long> h6 = EvenLimb(a.V3);
        Vector512<long> h7 = OddLimb(a.V3);
        Vector512<long> h8 = EvenLimb(a.V4);
        Vector512<long> h9 = OddLimb(a.V4);
        Vector512<long> q = (Nineteen(h9) + Vector512.Create(HalfOdd)) >> 25;
        q = (h0 + q) >> 26;
        q = (h1 + q) >> 25;
        q = (h2 + q) >> 26;
        q = (h3 + q) >> 25;
        q = (h4 + q) >> 26;
        q = (h5 + q) >> 25;
        q = (h6 + q) >> 26;
        q = (h7 + q) >> 25;
        q = (h8 + q) >> 26;
        q = (h9 + q) >> 25;
        // h - p q = h + 19 q - 2^255 q; the last mask drops 2^255 q.
        h0 += Nineteen(q);
        h1 += h0 >> 26;
        h2 += h1 >> 25;
        h3 += h2 >> 26;
        h4 += h3 >> 25;
        h5 += h4 >> 26;
        h6 += h5 >> 25;
        h7 += h6 >> 26;
        h8 += h7 >> 25;
        h9 += h8 >> 26;
        Vector512<long> even = Vector512.Create(MaskEven);
        Vector512<long> odd = Vector512.Create(MaskOdd);
        h2 &= even;
        h7 &= odd;
        words.W0 = ((h0 & even) | ((h1 & odd) << 26) | (h2 << 51)).AsUInt64();
        words.W1 = ((h2 >> 13) | ((h3 & odd) << 13) | (h4 << 38)).AsUInt64();
        words.W2 = ((h5 & odd) | ((h6 & even) << 25) | (h7 << 51)).AsUInt64();
        words.W3 = ((h7 >> 13) | ((h8 & even) << 12) | ((h9 & odd) << 38)).AsUInt64();
    }

    private static Vector512<int> Pack(Vector512<ulong> even, Vector512<ulong> odd) => (even | (odd << 32)).AsInt32();

    private static Vector512<long> EvenLimb(Vector512<int> limbs) => limbs.AsInt64() << 32 >> 32;

    private static Vector512<long> OddLimb(Vector512<int> limbs) => limbs.AsInt64() >> 32;

    private static Vector512<long> Nineteen(Vector512<long> a) => a + (a << 1) + (a << 4);
}
