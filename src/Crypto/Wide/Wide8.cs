using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PoolTopology.Crypto.Wide;

/// <summary>Eight lanes: a 512-bit register.</summary>
internal readonly struct Wide8(Vector512<ulong> bits) : IWide<Wide8>
{
    private readonly Vector512<ulong> _bits = bits;

    public static int Lanes => 8;

    public static bool IsSupported => Avx512F.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide8 Broadcast(ulong value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide8 BroadcastReal(double value) => new(Vector512.Create(value).AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide8 Load(ReadOnlySpan<ulong> lanes) => new(Vector512.Create(lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(Span<ulong> lanes) => _bits.CopyTo(lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide8 operator +(Wide8 left, Wide8 right) => new(left._bits + right._bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide8 operator -(Wide8 left, Wide8 right) => new(left._bits - right._bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide8 operator &(Wide8 left, Wide8 right) => new(left._bits & right._bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide8 operator |(Wide8 left, Wide8 right) => new(left._bits | right._bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide8 operator ^(Wide8 left, Wide8 right) => new(left._bits ^ right._bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide8 operator <<(Wide8 value, int count) => new(value._bits << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide8 operator >>>(Wide8 value, int count) => new(value._bits >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide8 RotateRight(Wide8 value, int count) =>
        new(Avx512F.RotateRightVariable(value._bits, Vector512.Create((ulong)count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide8 AreEqual(Wide8 left, Wide8 right) => new(Vector512.Equals(left._bits, right._bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide8 Choose(Wide8 mask, Wide8 ifSet, Wide8 otherwise) =>
        new(Vector512.ConditionalSelect(mask._bits, ifSet._bits, otherwise._bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide8 MultiplyAddReals(Wide8 a, Wide8 b, Wide8 c) =>
        new(Avx512F.FusedMultiplyAdd(a._bits.AsDouble(), b._bits.AsDouble(), c._bits.AsDouble()).AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide8 AddReals(Wide8 left, Wide8 right) =>
        new((left._bits.AsDouble() + right._bits.AsDouble()).AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide8 SubtractReals(Wide8 left, Wide8 right) =>
        new((left._bits.AsDouble() - right._bits.AsDouble()).AsUInt64());

    public static uint ToBits(Wide8 mask) => (uint)mask._bits.ExtractMostSignificantBits();
}
