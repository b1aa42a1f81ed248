namespace PoolTopology.Crypto.Wide;

// Limbs from 64-bit words and back.
internal partial struct WideField<V>
    where V : unmanaged, IWide<V>
{
    /// <summary>From numbers below 2^256; top bits are ignored, values from p on accepted. Tight.</summary>
    internal static void From(in WideWords<V> words, out WideField<V> element)
    {
        V mask = V.Broadcast(LimbMask);
        WideField<V> cut;
        cut.L0 = ToReal(words.W0 & mask);
        cut.L1 = ToReal(((words.W0 >>> 51) | (words.W1 << 13)) & mask);
        cut.L2 = ToReal(((words.W1 >>> 38) | (words.W2 << 26)) & mask);
        cut.L3 = ToReal(((words.W2 >>> 25) | (words.W3 << 39)) & mask);
        cut.L4 = ToReal((words.W3 >>> 12) & mask);
        Carry(cut, out element);
    }

    /// <summary>The values in [0, p) of tight elements.</summary>
    internal static void ToWords(in WideField<V> a, out WideWords<V> words)
    {
        // Tight limbs are above -2^51 + 19, so that adding p makes all of them positive, and the sum less than 2 p.
        V mask = V.Broadcast(LimbMask);
        V h0 = ToInteger(a.L0) + V.Broadcast(LimbMask - 18);
        V h1 = ToInteger(a.L1) + mask;
        V h2 = ToInteger(a.L2) + mask;
        V h3 = ToInteger(a.L3) + mask;
        V h4 = ToInteger(a.L4) + mask;
        h1 += h0 >>> LimbBits;
        h2 += h1 >>> LimbBits;
        h3 += h2 >>> LimbBits;
        h4 += h3 >>> LimbBits;
        h0 &= mask;
        h1 &= mask;
        h2 &= mask;
        h3 &= mask;
        // q = floor(value / p), 0 or 1: the carry out of value + 19.
        V q = (h0 + V.Broadcast(19)) >>> LimbBits;
        q = (h1 + q) >>> LimbBits;
        q = (h2 + q) >>> LimbBits;
        q = (h3 + q) >>> LimbBits;
        q = (h4 + q) >>> LimbBits;
        // value - q p = value + 19 q - 2^255 q; the last mask drops 2^255 q.
        h0 = AddNineteen(h0, q);
        h1 += h0 >>> LimbBits;
        h2 += h1 >>> LimbBits;
        h3 += h2 >>> LimbBits;
        h4 = (h4 + (h3 >>> LimbBits)) & mask;
        h1 &= mask;
        h2 &= mask;
        h3 &= mask;
        words.W0 = (h0 & mask) | (h1 << 51);
        words.W1 = (h1 >>> 13) | (h2 << 38);
        words.W2 = (h2 >>> 26) | (h3 << 25);
        words.W3 = (h3 >>> 39) | (h4 << 12);
    }

    /// <summary>A mask of the lanes whose value is zero modulo p; limbs up to sixteen times tight ones.</summary>
    internal static V IsZero(in WideField<V> a)
    {
        Carry(a, out WideField<V> tight);
        ToWords(tight, out WideWords<V> words);
        return V.AreEqual(words.W0 | words.W1 | words.W2 | words.W3, V.Broadcast(0));
    }

    /// <summary>A mask of the lanes that hold the same value; both operands up to eight times tight.</summary>
    internal static V AreEqual(in WideField<V> a, in WideField<V> b)
    {
        Subtract(a, b, out WideField<V> difference);
        return IsZero(difference);
    }

    /// <summary>A mask of the lanes whose value in [0, p) is odd; a is tight.</summary>
    internal static V IsNegative(in WideField<V> a)
    {
        ToWords(a, out WideWords<V> words);
        return V.Broadcast(0) - (words.W0 & V.Broadcast(1));
    }

    // An integer below 2^52 as a double: its bits in the place of the fraction of 2^52.
    private static V ToReal(V integer) =>
        V.SubtractReals(integer | V.Broadcast(Integer), V.BroadcastReal(TwoTo52));

    // And back, for limbs within 2^51 of zero.
    private static V ToInteger(V real) => V.AddReals(real, V.BroadcastReal(LowReal)) - V.Broadcast(Low);
}
