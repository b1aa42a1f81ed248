using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PoolTopology.Crypto.Curve25519;

// Sums, differences and choices, lane by lane. A mask has all bits of a lane set where its condition holds.
internal partial struct FieldLanes
{
    // Widths of the limbs and halves of them, as they lie in a vector.
    private static Vector512<uint> LimbWidths => Vector512.Create(26UL | (25UL << 32)).AsUInt32();

    private static Vector512<int> LimbHalves => Vector512.Create(HalfEven | (HalfOdd << 32)).AsInt32();

    /// <summary>The same element in all lanes, tight.</summary>
    internal static FieldLanes Broadcast(in FieldElement element)
    {
        Span<ulong> limbs = stackalloc ulong[5];
        ToCentredLimbs(element, limbs, stride: 1);
        return new FieldLanes
        {
            V0 = Vector512.Create(limbs[0]).AsInt32(),
            V1 = Vector512.Create(limbs[1]).AsInt32(),
            V2 = Vector512.Create(limbs[2]).AsInt32(),
            V3 = Vector512.Create(limbs[3]).AsInt32(),
            V4 = Vector512.Create(limbs[4]).AsInt32(),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Add(in FieldLanes a, in FieldLanes b, out FieldLanes sum)
    {
        sum.V0 = a.V0 + b.V0;
        sum.V1 = a.V1 + b.V1;
        sum.V2 = a.V2 + b.V2;
        sum.V3 = a.V3 + b.V3;
        sum.V4 = a.V4 + b.V4;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Subtract(in FieldLanes a, in FieldLanes b, out FieldLanes difference)
    {
        difference.V0 = a.V0 - b.V0;
        difference.V1 = a.V1 - b.V1;
        difference.V2 = a.V2 - b.V2;
        difference.V3 = a.V3 - b.V3;
        difference.V4 = a.V4 - b.V4;
    }

    /// <summary>The element where the mask is set, and its negative elsewhere unset; bounds stay.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void NegateWhere(in FieldLanes a, Vector512<long> mask, out FieldLanes result)
    {
        // (a ^ m) - m with m all ones is -a, limb by limb.
        Vector512<int> m = mask.AsInt32();
        result.V0 = (a.V0 ^ m) - m;
        result.V1 = (a.V1 ^ m) - m;
        result.V2 = (a.V2 ^ m) - m;
        result.V3 = (a.V3 ^ m) - m;
        result.V4 = (a.V4 ^ m) - m;
    }

    /// <summary>a where the mask is set, b elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Choose(Vector512<long> mask, in FieldLanes a, in FieldLanes b, out FieldLanes chosen)
    {
        Vector512<int> m = mask.AsInt32();
        chosen.V0 = Vector512.ConditionalSelect(m, a.V0, b.V0);
        chosen.V1 = Vector512.ConditionalSelect(m, a.V1, b.V1);
        chosen.V2 = Vector512.ConditionalSelect(m, a.V2, b.V2);
        chosen.V3 = Vector512.ConditionalSelect(m, a.V3, b.V3);
        chosen.V4 = Vector512.ConditionalSelect(m, a.V4, b.V4);
    }

    /// <summary>The same values, tight, from limbs up to sixteen times as large.</summary>
    [SkipLocalsInit]
    internal static void Carry(in FieldLanes a, out FieldLanes carried)
    {
        Vector512<int> above0 = Above(a.V0);
        Vector512<int> above1 = Above(a.V1);
        Vector512<int> above2 = Above(a.V2);
        Vector512<int> above3 = Above(a.V3);
        Vector512<int> above4 = Above(a.V4);
        // 2^255 = 19
        Vector512<int> top = ToNextVector(above4);
        Vector512<int> wrapped = top + (top << 1) + (top << 4);
        carried.V0 = Within(a.V0, above0) + wrapped;
        carried.V1 = Within(a.V1, above1) + ToNextVector(above0);
        carried.V2 = Within(a.V2, above2) + ToNextVector(above1);
        carried.V3 = Within(a.V3, above3) + ToNextVector(above2);
        carried.V4 = Within(a.V4, above4) + ToNextVector(above3);
    }

    /// <summary>A mask of the lanes whose value is zero modulo p; limbs up to sixteen times a tight one.</summary>
    internal static Vector512<long> IsZero(in FieldLanes a)
    {
        Carry(a, out FieldLanes tight);
        ToWords(tight, out WordLanes words);
        return Vector512.Equals(words.W0 | words.W1 | words.W2 | words.W3, Vector512<ulong>.Zero).AsInt64();
    }

    /// <summary>A mask of the lanes that hold the same value; both operands up to eight times tight.</summary>
    internal static Vector512<long> AreEqual(in FieldLanes a, in FieldLanes b)
    {
        Subtract(a, b, out FieldLanes difference);
        return IsZero(difference);
    }

    /// <summary>A mask of the lanes whose value in [0, p) is odd; a is tight.</summary>
    internal static Vector512<long> IsNegative(in FieldLanes a)
    {
        ToWords(a, out WordLanes words);
        return -(words.W0 & Vector512<ulong>.One).AsInt64();
    }

    // What each limb has above its width, rounded to the nearest.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Above(Vector512<int> limbs) =>
        Avx512F.ShiftRightArithmeticVariable(limbs + LimbHalves, LimbWidths);

    // What stays of each limb, and what the odd limb receives from the even one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Within(Vector512<int> limbs, Vector512<int> above) =>
        limbs - Avx512F.ShiftLeftLogicalVariable(above, LimbWidths) + (above.AsInt64() << 32).AsInt32();

    // What the next vector's even limb receives from the odd one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> ToNextVector(Vector512<int> above) => (above.AsInt64() >>> 32).AsInt32();
}
