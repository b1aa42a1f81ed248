using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PoolTopology.Crypto.Curve25519;

/// <summary>Scalar times point for eight independent scalars and points, in a fixed rhythm of four doublings.</summary>
/// <remarks>Pre: <see cref="FieldLanes.IsSupported"/>; scalars are below 2^253.</remarks>
internal static class LanesMultiplication
{
    private const int WindowBits = 4;
    private const int HighestPosition = 252;
    private const ulong WindowBias = 0x8888888888888888;
    private const int BaseWindowBits = 8;
    private const ulong BaseWindowBias = 0x8080808080808080;

    /// <summary>s P with one scalar for all points, without T.</summary>
    /// <remarks>Cost: constant time.</remarks>
    [SkipLocalsInit]
    internal static void OfPoints(in Scalar s, in PointLanes p, out PointLanes product)
    {
        Span<CachedLanes> multiples = stackalloc CachedLanes[CachedLanes.Multiples];
        MakeMultiples(p, multiples);
        WordLanes.Broadcast(s, out WordLanes biased);
        WordLanes.AddBias(biased, WindowBias, out biased);
        product = PointLanes.Identity;
        for (int position = HighestPosition; position >= 0; position -= WindowBits)
        {
            PointLanes.DoubleTimes(product, WindowBits, out product);
            CachedLanes.Select(multiples, Digits(biased, position), out CachedLanes selected);
            PointLanes.AddWithoutT(ref product, selected);
        }
        Forget(ref biased);
    }

    /// <summary>s P + t Q, without T.</summary>
    /// <remarks>Cost: variable time; for public values.</remarks>
    [SkipLocalsInit]
    internal static void Sum(
        in WordLanes s, in PointLanes p, in WordLanes t, in PointLanes q, out PointLanes sum)
    {
        Span<CachedLanes> pMultiples = stackalloc CachedLanes[CachedLanes.Multiples];
        Span<CachedLanes> qMultiples = stackalloc CachedLanes[CachedLanes.Multiples];
        MakeMultiples(p, pMultiples);
        MakeMultiples(q, qMultiples);
        WordLanes.AddBias(s, WindowBias, out WordLanes sBiased);
        WordLanes.AddBias(t, WindowBias, out WordLanes tBiased);
        sum = PointLanes.Identity;
        for (int position = HighestPosition; position >= 0; position -= WindowBits)
        {
            PointLanes.DoubleTimes(sum, WindowBits, out sum);
            Vector512<long> tDigits = Digits(tBiased, position);
            if (tDigits != Vector512<long>.Zero)
            {
                CachedLanes.Select(qMultiples, tDigits, out CachedLanes addend);
                PointLanes.Add(sum, addend, out sum);
            }
            CachedLanes.Select(pMultiples, Digits(sBiased, position), out CachedLanes last);
            PointLanes.AddWithoutT(ref sum, last);
        }
    }

    /// <summary>s P + t B, without T.</summary>
    /// <remarks>Cost: variable time; for public values.</remarks>
    [SkipLocalsInit]
    internal static void SumWithBase(in WordLanes s, in PointLanes p, in WordLanes t, out PointLanes sum)
    {
        Span<CachedLanes> multiples = stackalloc CachedLanes[CachedLanes.Multiples];
        MakeMultiples(p, multiples);
        WordLanes.AddBias(s, WindowBias, out WordLanes sBiased);
        WordLanes.AddBias(t, BaseWindowBias, out WordLanes tBiased);
        sum = PointLanes.Identity;
        for (int position = HighestPosition; position >= 0; position -= WindowBits)
        {
            PointLanes.DoubleTimes(sum, WindowBits, out sum);
            Vector512<long> digits = Digits(sBiased, position);
            if (position % BaseWindowBits == 0)
            {
                Vector512<long> half = Vector512.Create(1L << (BaseWindowBits - 1));
                AffineCachedLanes.Select(tBiased.Bits(position, BaseWindowBits) - half, out AffineCachedLanes ofBase);
                PointLanes.Add(sum, ofBase, out sum);
            }
            if (digits == Vector512<long>.Zero)
                continue;
            CachedLanes.Select(multiples, digits, out CachedLanes last);
            PointLanes.AddWithoutT(ref sum, last);
        }
    }

    // The signed digits of the window at a position.
    private static Vector512<long> Digits(in WordLanes biased, int position) =>
        biased.Bits(position, WindowBits) - Vector512.Create(1L << (WindowBits - 1));

    // P, 2 P, ... 8 P
    private static void MakeMultiples(in PointLanes point, Span<CachedLanes> multiples)
    {
        CachedLanes.From(point, out multiples[0]);
        PointLanes.Double(point, out PointLanes multiple);
        CachedLanes.From(multiple, out multiples[1]);
        for (int i = 2; i < multiples.Length; i++)
        {
            PointLanes.Add(multiple, multiples[0], out multiple);
            CachedLanes.From(multiple, out multiples[i]);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(ref WordLanes secret) => secret = default;
}
