using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PoolTopology.Crypto.Wide;

/// <summary>Four lanes: a 256-bit register.</summary>
internal readonly struct Wide4(Vector256<ulong> bits) : IWide<Wide4>
{
    private readonly Vector256<ulong> _bits = bits;

    public static int Lanes => 4;

    public static bool IsSupported => Avx2.IsSupported && Fma.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide4 Broadcast(ulong value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide4 BroadcastReal(double value) => new(Vector256.Create(value).AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide4 Load(ReadOnlySpan<ulong> lanes) => new(Vector256.Create(lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(Span<ulong> lanes) => _bits.CopyTo(lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide4 operator +(Wide4 left, Wide4 right) => new(left._bits + right._bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide4 operator -(Wide4 left, Wide4 right) => new(left._bits - right._bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide4 operator &(Wide4 left, Wide4 right) => new(left._bits & right._bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide4 operator |(Wide4 left, Wide4 right) => new(left._bits | right._bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide4 operator ^(Wide4 left, Wide4 right) => new(left._bits ^ right._bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide4 operator <<(Wide4 value, int count) => new(value._bits << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide4 operator >>>(Wide4 value, int count) => new(value._bits >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide4 RotateRight(Wide4 value, int count) =>
        new((value._bits >>> count) | (value._bits << (64 - count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide4 AreEqual(Wide4 left, Wide4 right) => new(Vector256.Equals(left._bits, right._bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide4 Choose(Wide4 mask, Wide4 ifSet, Wide4 otherwise) =>
        new(Vector256.ConditionalSelect(mask._bits, ifSet._bits, otherwise._bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide4 MultiplyAddReals(Wide4 a, Wide4 b, Wide4 c) =>
        new(Fma.MultiplyAdd(a._bits.AsDouble(), b._bits.AsDouble(), c._bits.AsDouble()).AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide4 AddReals(Wide4 left, Wide4 right) =>
        new((left._bits.AsDouble() + right._bits.AsDouble()).AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide4 SubtractReals(Wide4 left, Wide4 right) =>
        new((left._bits.AsDouble() - right._bits.AsDouble()).AsUInt64());

    public static uint ToBits(Wide4 mask) => (uint)mask._bits.ExtractMostSignificantBits();
}
