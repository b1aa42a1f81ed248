using System.Numerics;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Consensus.Leadership;

/// <summary>Does a VRF output make a pool the leader of a slot?</summary>
/// <remarks>
/// p &lt; 1 - (1-f)^σ  with p = leader value / 2^256 (in TPraos: VRF output / 2^512), computed as
/// 1/(1-p) &lt; e^(-σ·ln(1-f)).
/// Spec: cardano-ledger <c>libs/cardano-protocol-tpraos</c> <c>checkLeaderNatValue</c>.
/// </remarks>
public static class LeaderCheck
{
    // e^ξ <= 3 for ξ from 0 to 1 bounds the rest of the series; f is far below 1 - 1/e³ in practice.
    private const int ExpBound = 3;

    /// <summary>A pool with this threshold leads with this VRF output.</summary>
    public static bool IsLeader(ReadOnlySpan<byte> vrfOutput, LeaderThreshold threshold) =>
        threshold.Admits(VrfRanges.LeaderValue(vrfOutput));

    /// <summary>
    /// The check as the specification writes it, without a threshold: slow, and the judge of the fast one.
    /// </summary>
    /// <remarks>Shape: big-endian, of 32 bytes in Praos, 64 in TPraos.</remarks>
    public static bool IsLeaderByDefinition(
        ReadOnlySpan<byte> leaderValue, Rational relativeStake, ActiveSlotCoefficient f)
    {
        ArgumentNullException.ThrowIfNull(f);
        if (f.IsOne)
            return true;
        BigInteger range = BigInteger.One << (8 * leaderValue.Length);
        BigInteger p = new(leaderValue, isUnsigned: true, isBigEndian: true);
        FixedPoint34 inverse = FixedPoint34.FromRational(new Rational(range, range - p));
        return NonIntegral.CompareWithExp(ExpBound, inverse, Exponent(relativeStake, f)) == ExpComparison.Below;
    }

    // x = -(σ·ln(1-f)): the product rounds downwards before the sign turns, so x rounds upwards.
    internal static FixedPoint34 Exponent(Rational relativeStake, ActiveSlotCoefficient f) =>
        -(FixedPoint34.FromRational(relativeStake) * f.Logarithm);

    // The sums and error terms that CompareWithExp walks through.
    internal static IEnumerable<(FixedPoint34 Sum, FixedPoint34 Error)> Expansion(FixedPoint34 x) =>
        NonIntegral.ExpExpansion(ExpBound, x);
}
