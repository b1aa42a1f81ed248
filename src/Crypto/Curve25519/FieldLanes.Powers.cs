using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PoolTopology.Crypto.Curve25519;

internal partial struct FieldLanes
{
    private static readonly FieldLanes RootOfMinusOne = Broadcast(CurveConstants.SqrtMinusOne);

    /// <summary>Which power of i = sqrt(-1) remains after <see cref="RootOfRatio"/>, as masks of lanes.</summary>
    internal struct RootKinds
    {
        /// <summary>u / v is a square and x its root.</summary>
        internal Vector512<long> Square;

        /// <summary>u / v is not a square; v x^2 = sqrt(-1) u. Where neither is set, v x^2 = -sqrt(-1) u.</summary>
        internal Vector512<long> TimesRootOfMinusOne;
    }

    /// <summary><see cref="FieldElement.RootOfRatio"/> in every lane; u and v are tight.</summary>
    [SkipLocalsInit]
    internal static void RootOfRatio(in FieldLanes u, in FieldLanes v, out FieldLanes x, out RootKinds kinds)
    {
        Square(v, out FieldLanes v3);
        Multiply(v3, v, out v3);
        Square(v3, out FieldLanes v7);
        Multiply(v7, v, out v7);
        Multiply(u, v7, out FieldLanes uv7);
        PowerForRoot(uv7, out FieldLanes power);
        Multiply(u, v3, out x);
        Multiply(x, power, out x);          // u v^3 (u v^7)^((p-5)/8)

        Square(x, out FieldLanes vxx);
        Multiply(vxx, v, out vxx);
        Add(vxx, u, out FieldLanes sum);
        Vector512<long> isOpposite = IsZero(sum);
        kinds.Square = AreEqual(vxx, u) | isOpposite;
        Multiply(u, RootOfMinusOne, out FieldLanes iu);
        kinds.TimesRootOfMinusOne = AreEqual(vxx, iu) & ~kinds.Square;
        Multiply(x, RootOfMinusOne, out FieldLanes ix);
        Choose(isOpposite, ix, x, out x);
    }

    /// <summary>1 / z in every lane, with one inversion for all.</summary>
    /// <remarks>Pre: z is tight and nowhere zero: a zero would spoil its neighbours.</remarks>
    [SkipLocalsInit]
    internal static void Invert(in FieldLanes z, out FieldLanes inverse)
    {
        // Products of two, four and eight neighbours; the last is the same in all lanes.
        SwapNeighbours(z, out FieldLanes swapped);
        Multiply(z, swapped, out FieldLanes two);
        SwapPairs(two, out FieldLanes otherTwo);
        Multiply(two, otherTwo, out FieldLanes four);
        SwapHalves(four, out FieldLanes otherFour);
        Multiply(four, otherFour, out FieldLanes eight);
        FieldElement.Invert(eight.Extract(0), out FieldElement single);
        // 1 / z = (product of the seven others) / (product of all eight)
        Multiply(swapped, otherTwo, out FieldLanes others);
        Multiply(others, otherFour, out others);
        Multiply(others, Broadcast(single), out inverse);
    }

    // z^((p - 5) / 8) = z^(2^252 - 3), with 2^252 - 3 = (2^250 - 1) 2^2 + 1, by doubling the number of one-bits.
    [SkipLocalsInit]
    private static void PowerForRoot(in FieldLanes z, out FieldLanes power)
    {
        Square(z, out FieldLanes z2);
        SquareTimes(z2, 2, out FieldLanes t);
        Multiply(t, z, out FieldLanes z9);
        Multiply(z9, z2, out FieldLanes z11);
        Square(z11, out t);
        Multiply(t, z9, out FieldLanes ones5);          // 2^5 - 1
        SquareTimes(ones5, 5, out t);
        Multiply(t, ones5, out FieldLanes ones10);
        SquareTimes(ones10, 10, out t);
        Multiply(t, ones10, out FieldLanes ones20);
        SquareTimes(ones20, 20, out t);
        Multiply(t, ones20, out t);                     // 2^40 - 1
        SquareTimes(t, 10, out t);
        Multiply(t, ones10, out FieldLanes ones50);
        SquareTimes(ones50, 50, out t);
        Multiply(t, ones50, out FieldLanes ones100);
        SquareTimes(ones100, 100, out t);
        Multiply(t, ones100, out t);                    // 2^200 - 1
        SquareTimes(t, 50, out t);
        Multiply(t, ones50, out t);                     // 2^250 - 1
        SquareTimes(t, 2, out t);
        Multiply(t, z, out power);
    }

    /// <summary>x^(2^count), count at least 1, in registers from one squaring to the next.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SquareTimes(in FieldLanes x, int count, out FieldLanes power)
    {
        Vector512<int> v0 = x.V0, v1 = x.V1, v2 = x.V2, v3 = x.V3, v4 = x.V4;
        for (; count > 0; count--)
            Square(v0, v1, v2, v3, v4, out v0, out v1, out v2, out v3, out v4);
        power.V0 = v0;
        power.V1 = v1;
        power.V2 = v2;
        power.V3 = v3;
        power.V4 = v4;
    }

    private static void SwapNeighbours(in FieldLanes a, out FieldLanes swapped)
    {
        swapped.V0 = Permute(a.V0, 0b10_11_00_01);
        swapped.V1 = Permute(a.V1, 0b10_11_00_01);
        swapped.V2 = Permute(a.V2, 0b10_11_00_01);
        swapped.V3 = Permute(a.V3, 0b10_11_00_01);
        swapped.V4 = Permute(a.V4, 0b10_11_00_01);
    }

    private static void SwapPairs(in FieldLanes a, out FieldLanes swapped)
    {
        swapped.V0 = Permute(a.V0, 0b01_00_11_10);
        swapped.V1 = Permute(a.V1, 0b01_00_11_10);
        swapped.V2 = Permute(a.V2, 0b01_00_11_10);
        swapped.V3 = Permute(a.V3, 0b01_00_11_10);
        swapped.V4 = Permute(a.V4, 0b01_00_11_10);
    }

    private static void SwapHalves(in FieldLanes a, out FieldLanes swapped)
    {
        swapped.V0 = Vector512.Create(a.V0.GetUpper(), a.V0.GetLower());
        swapped.V1 = Vector512.Create(a.V1.GetUpper(), a.V1.GetLower());
        swapped.V2 = Vector512.Create(a.V2.GetUpper(), a.V2.GetLower());
        swapped.V3 = Vector512.Create(a.V3.GetUpper(), a.V3.GetLower());
        swapped.V4 = Vector512.Create(a.V4.GetUpper(), a.V4.GetLower());
    }
}
