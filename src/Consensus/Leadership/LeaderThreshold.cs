using System.Globalization;
using System.Numerics;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Consensus.Leadership;

/// <summary>
/// The number below which a pool's leader value must lie: the leader check, solved once for a stake share.
/// </summary>
/// <remarks>
/// The check of the reference is, with p the leader value below N (2^256; in TPraos 2^512), q = ⌊10^34·N/(N-p)⌋ and x = -⌊σ·ln(1-f)⌋:
/// walk n = 0, 1, … with sum S_n and error E_n of the series of e^x; not a leader as soon as q >= S_n+E_n, a leader as
/// soon as q &lt; S_n-E_n.
/// So p leads exactly if q &lt; C with C = max over n of min(S_n-E_n, min over m&lt;=n of S_m+E_m): some n says
/// "leader", and no m up to n has said "not a leader".
/// q is an integer, hence q &lt; C  ⇔  10^34·N/(N-p) &lt; C  ⇔  N-p > 10^34·N/C  ⇔  p &lt; N - ⌊10^34·N/C⌋, which is
/// the threshold. It is exact, not an approximation: <see cref="LeaderCheck.IsLeaderByDefinition"/> must always agree.
/// The default value lets nobody lead.
/// Spec: cardano-ledger <c>checkLeaderNatValue</c>.
/// </remarks>
public readonly record struct LeaderThreshold
{
    private readonly bool _isAlways;
    private readonly Hash32 _bound;
    // The bound of TPraos, 64 bytes.
    private readonly Hash32 _outputBoundHigh;
    private readonly Hash32 _outputBoundLow;

    private LeaderThreshold(bool isAlways, Hash32 bound, Hash32 outputBoundHigh, Hash32 outputBoundLow)
    {
        _isAlways = isAlways;
        _bound = bound;
        _outputBoundHigh = outputBoundHigh;
        _outputBoundLow = outputBoundLow;
    }

    /// <summary>The threshold of a pool with a share of the active stake.</summary>
    public static LeaderThreshold Of(Rational relativeStake, ActiveSlotCoefficient f)
    {
        ArgumentNullException.ThrowIfNull(f);
        if (f.IsOne)
            return new LeaderThreshold(true, default, default, default);
        BigInteger leastLosing = LeastLosing(LeaderCheck.Exponent(relativeStake, f));
        // q >= 10^34 always, so C <= 10^34 (no stake) lets nobody lead, and the quotient below stays within N.
        if (leastLosing <= FixedPoint34.One.Raw)
            return default;
        Span<byte> bounds = stackalloc byte[3 * Hash32.SizeBytes];
        WriteBound(leastLosing, bounds[..Hash32.SizeBytes]);
        WriteBound(leastLosing, bounds[Hash32.SizeBytes..]);
        return new LeaderThreshold(
            false,
            new Hash32(bounds[..Hash32.SizeBytes]),
            new Hash32(bounds.Slice(Hash32.SizeBytes, Hash32.SizeBytes)),
            new Hash32(bounds[(2 * Hash32.SizeBytes)..]));
    }

    /// <summary>The leader value of Praos is below the threshold.</summary>
    /// <remarks>Cost: one comparison of 32 bytes.</remarks>
    public bool Admits(Hash32 leaderValue) => _isAlways || leaderValue < _bound;

    /// <summary>The VRF output, which is the leader value of TPraos itself, is below the threshold.</summary>
    /// <remarks>Shape: 64 bytes, big-endian. Cost: at most two comparisons of 32 bytes.</remarks>
    public bool AdmitsOutput(ReadOnlySpan<byte> output)
    {
        if (_isAlways)
            return true;
        int order = new Hash32(output[..Hash32.SizeBytes]).CompareTo(_outputBoundHigh);
        return order < 0 || (order == 0 && new Hash32(output[Hash32.SizeBytes..]) < _outputBoundLow);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        _isAlways ? "always" : string.Create(CultureInfo.InvariantCulture, $"below {_bound}");

    // C of the remarks: the series' sums and errors until the error is nothing, after which no n changes C.
    private static BigInteger LeastLosing(FixedPoint34 x)
    {
        BigInteger greatest = BigInteger.Zero;
        BigInteger? leastCeiling = null;
        foreach ((FixedPoint34 sum, FixedPoint34 error) in LeaderCheck.Expansion(x))
        {
            BigInteger ceiling = (sum + error).Raw, floor = (sum - error).Raw;
            leastCeiling = leastCeiling is BigInteger least ? BigInteger.Min(least, ceiling) : ceiling;
            greatest = BigInteger.Max(greatest, BigInteger.Min(floor, leastCeiling.Value));
            if (error == FixedPoint34.Zero)
                break;
        }
        return greatest;
    }

    // N - ⌊10^34·N/C⌋, where N has as many bytes as the destination.
    private static void WriteBound(BigInteger leastLosing, Span<byte> destination)
    {
        BigInteger range = BigInteger.One << (8 * destination.Length);
        BigInteger bound = range - (FixedPoint34.One.Raw * range / leastLosing);
        byte[] bytes = bound.ToByteArray(isUnsigned: true, isBigEndian: true);
        destination.Clear();
        bytes.CopyTo(destination[(destination.Length - bytes.Length)..]);
    }
}
