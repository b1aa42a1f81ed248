using System.Runtime.CompilerServices;

namespace PoolTopology.Crypto.Curve25519;

/// <summary>Comparisons that take the same time whatever the operands are.</summary>
internal static class ConstantTime
{
    /// <summary>1 when both are equal, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong IsEqual(int a, int b) => ((ulong)(uint)(a ^ b) - 1) >> 63;
}
