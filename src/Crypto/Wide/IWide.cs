namespace PoolTopology.Crypto.Wide;

/// <summary>A register of 64-bit lanes that takes the same step in all of them, on integers or on reals.</summary>
/// <remarks>
/// Operators are of integers modulo 2^64; what works on the same bits as IEEE 754 doubles says so in its name. A mask
/// has all bits of a lane set, or none. Cost: constant time.
/// </remarks>
/// <typeparam name="V">The register itself.</typeparam>
internal interface IWide<V>
    where V : unmanaged, IWide<V>
{
    /// <summary>How many lanes there are.</summary>
    static abstract int Lanes { get; }

    /// <summary>Whether this machine has such registers.</summary>
    static abstract bool IsSupported { get; }

    static abstract V Broadcast(ulong value);

    static abstract V BroadcastReal(double value);

    static abstract V Load(ReadOnlySpan<ulong> lanes);

    void Store(Span<ulong> lanes);

    static abstract V operator +(V left, V right);

    static abstract V operator -(V left, V right);

    static abstract V operator &(V left, V right);

    static abstract V operator |(V left, V right);

    static abstract V operator ^(V left, V right);

    static abstract V operator <<(V value, int count);

    static abstract V operator >>>(V value, int count);

    static abstract V RotateRight(V value, int count);

    /// <summary>A mask of the lanes with equal bits.</summary>
    static abstract V AreEqual(V left, V right);

    /// <summary>Bits of the first where the mask is set, of the second elsewhere.</summary>
    static abstract V Choose(V mask, V ifSet, V otherwise);

    /// <summary>a b + c on reals, rounded once, to the nearest.</summary>
    static abstract V MultiplyAddReals(V a, V b, V c);

    static abstract V AddReals(V left, V right);

    static abstract V SubtractReals(V left, V right);

    /// <summary>Bit k is that of lane k of a mask.</summary>
    static abstract uint ToBits(V mask);
}
