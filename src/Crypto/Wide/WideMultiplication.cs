using System.Runtime.CompilerServices;
using PoolTopology.Crypto.Curve25519;

namespace PoolTopology.Crypto.Wide;

/// <summary>Scalar times point in every lane, in a fixed rhythm of four doublings.</summary>
/// <remarks>Pre: scalars are below 2^253.</remarks>
/// <typeparam name="V">The register.</typeparam>
[SkipLocalsInit]
internal static class WideMultiplication<V>
    where V : unmanaged, IWide<V>
{
    private const int WindowBits = 4;
    private const int BaseWindowBits = 8;
    private const int HighestPosition = 252;

    // With a constant of digits 8 (128 for the wider windows of B) added beforehand, a digit less 8 (128) is a signed
    // digit of the scalar itself, in [-8, 8).
    private const ulong WindowBias = 0x8888888888888888;
    private const ulong BaseWindowBias = 0x8080808080808080;

    /// <summary>s P with one scalar for all points, without T.</summary>
    /// <remarks>Cost: constant time.</remarks>
    internal static void OfPoints(in Scalar s, in WidePoint<V> p, out WidePoint<V> product)
    {
        Span<WideCachedPoint<V>> multiples = stackalloc WideCachedPoint<V>[WideCachedPoint<V>.Multiples];
        MakeMultiples(p, multiples);
        WideWords<V>.Broadcast(Scalar.AddWithoutReduction(s, WindowBias), out WideWords<V> biased);
        product = WidePoint<V>.Identity;
        for (int position = HighestPosition; position >= 0; position -= WindowBits)
        {
            WidePoint<V>.DoubleTimes(ref product, WindowBits);
            WideCachedPoint<V>.Select(multiples, Digits(biased, position), out WideCachedPoint<V> selected);
            WidePoint<V>.AddWithoutT(ref product, selected);
        }
        Forget(ref biased);
    }

    /// <summary>s P + t Q in each lane, without T.</summary>
    /// <remarks>Cost: variable time; for public values. Faster where digits of t are zero in all lanes.</remarks>
    internal static void Sum(
        ReadOnlySpan<Scalar> s,
        in WidePoint<V> p,
        ReadOnlySpan<Scalar> t,
        in WidePoint<V> q,
        out WidePoint<V> sum)
    {
        Span<WideCachedPoint<V>> pMultiples = stackalloc WideCachedPoint<V>[WideCachedPoint<V>.Multiples];
        Span<WideCachedPoint<V>> qMultiples = stackalloc WideCachedPoint<V>[WideCachedPoint<V>.Multiples];
        MakeMultiples(p, pMultiples);
        MakeMultiples(q, qMultiples);
        Bias(s, WindowBias, out WideWords<V> sBiased);
        Bias(t, WindowBias, out WideWords<V> tBiased);
        sum = WidePoint<V>.Identity;
        for (int position = HighestPosition; position >= 0; position -= WindowBits)
        {
            WidePoint<V>.DoubleTimes(ref sum, WindowBits);
            V tDigits = Digits(tBiased, position);
            if (!IsZero(tDigits))
            {
                WideCachedPoint<V>.Select(qMultiples, tDigits, out WideCachedPoint<V> addend);
                WidePoint<V>.Add(sum, addend, out sum);
            }
            WideCachedPoint<V>.Select(pMultiples, Digits(sBiased, position), out WideCachedPoint<V> last);
            WidePoint<V>.AddWithoutT(ref sum, last);
        }
    }

    /// <summary>s P + t B in each lane, without T.</summary>
    /// <remarks>Cost: variable time; for public values. Faster where digits of s are zero in all lanes.</remarks>
    internal static void SumWithBase(
        ReadOnlySpan<Scalar> s, in WidePoint<V> p, ReadOnlySpan<Scalar> t, out WidePoint<V> sum)
    {
        Span<WideCachedPoint<V>> multiples = stackalloc WideCachedPoint<V>[WideCachedPoint<V>.Multiples];
        MakeMultiples(p, multiples);
        Bias(s, WindowBias, out WideWords<V> sBiased);
        Bias(t, BaseWindowBias, out WideWords<V> tBiased);
        sum = WidePoint<V>.Identity;
        for (int position = HighestPosition; position >= 0; position -= WindowBits)
        {
            WidePoint<V>.DoubleTimes(ref sum, WindowBits);
            if (position % BaseWindowBits == 0)
            {
                V baseDigits = tBiased.Bits(position, BaseWindowBits) - V.Broadcast(1UL << (BaseWindowBits - 1));
                WideBasePoint<V>.Select(baseDigits, out WideBasePoint<V> ofBase);
                WidePoint<V>.Add(sum, ofBase, out sum);
            }
            V digits = Digits(sBiased, position);
            if (IsZero(digits))
                continue;
            WideCachedPoint<V>.Select(multiples, digits, out WideCachedPoint<V> last);
            WidePoint<V>.AddWithoutT(ref sum, last);
        }
    }

    private static void Bias(ReadOnlySpan<Scalar> scalars, ulong bias, out WideWords<V> biased)
    {
        Span<Scalar> sums = stackalloc Scalar[WideWords<V>.LanesMax];
        for (int lane = 0; lane < V.Lanes; lane++)
            sums[lane] = Scalar.AddWithoutReduction(scalars[lane], bias);
        WideWords<V>.From(sums, out biased);
    }

    // The signed digits of the window at a position.
    private static V Digits(in WideWords<V> biased, int position) =>
        biased.Bits(position, WindowBits) - V.Broadcast(1UL << (WindowBits - 1));

    private static bool IsZero(V digits) =>
        V.ToBits(V.AreEqual(digits, V.Broadcast(0))) == (1U << V.Lanes) - 1;

    // P, 2 P, ... 8 P
    private static void MakeMultiples(in WidePoint<V> point, Span<WideCachedPoint<V>> multiples)
    {
        WideCachedPoint<V>.From(point, out multiples[0]);
        WidePoint<V>.Double(point, out WidePoint<V> multiple);
        WideCachedPoint<V>.From(multiple, out multiples[1]);
        for (int i = 2; i < multiples.Length; i++)
        {
            WidePoint<V>.Add(multiple, multiples[0], out multiple);
            WideCachedPoint<V>.From(multiple, out multiples[i]);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(ref WideWords<V> secret) => secret = default;
}
