using System.Runtime.CompilerServices;

namespace PoolTopology.Crypto.Wide;

/// <summary>
/// Products, or sums of a few, as five 64-bit integers per lane: limbs of which nothing was carried on yet.
/// </summary>
/// <remarks>
/// Shape: value = C0 + 2^51 C1 + ... + 2^204 C4, signed. A product of <see cref="WideField{V}"/> is within 2^58 in
/// each; <see cref="Cut"/> takes what is within 2^60. So sums and differences of products are tight elements at the price of
/// the products themselves. Cost: constant time.
/// </remarks>
/// <typeparam name="V">The register.</typeparam>
[SkipLocalsInit]
internal struct WideColumns<V>
    where V : unmanaged, IWide<V>
{
    internal V C0;
    internal V C1;
    internal V C2;
    internal V C3;
    internal V C4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Add(in WideColumns<V> a, in WideColumns<V> b, out WideColumns<V> sum)
    {
        sum.C0 = a.C0 + b.C0;
        sum.C1 = a.C1 + b.C1;
        sum.C2 = a.C2 + b.C2;
        sum.C3 = a.C3 + b.C3;
        sum.C4 = a.C4 + b.C4;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Subtract(in WideColumns<V> a, in WideColumns<V> b, out WideColumns<V> difference)
    {
        difference.C0 = a.C0 - b.C0;
        difference.C1 = a.C1 - b.C1;
        difference.C2 = a.C2 - b.C2;
        difference.C3 = a.C3 - b.C3;
        difference.C4 = a.C4 - b.C4;
    }

    /// <summary>The tight element of the same value modulo p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly void Cut(out WideField<V> element)
    {
        V offset = V.Broadcast(WideField<V>.Offset);
        WideField<V>.Cut(C0 + offset, C1 + offset, C2 + offset, C3 + offset, C4 + offset, out element);
    }
}
