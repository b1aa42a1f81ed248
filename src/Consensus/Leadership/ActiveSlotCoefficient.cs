using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Consensus.Leadership;

/// <summary>f, the chance that all the stake leads a slot, with the logarithm that the leader check needs.</summary>
/// <remarks>Spec: cardano-ledger <c>Cardano.Ledger.BaseTypes.mkActiveSlotCoeff</c>.</remarks>
public sealed class ActiveSlotCoefficient
{
    /// <summary>Computes ln(1-f) once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">f is not above 0 and at most 1.</exception>
    public ActiveSlotCoefficient(Rational value)
    {
        if (value.Sign <= 0 || value > Rational.One)
            throw new ArgumentOutOfRangeException(nameof(value), value, "not above 0 and at most 1");
        Value = value;
        // ln(1-f), where 1-f is taken in fixed point: 1 - ⌊f⌋. Left at 0 for f = 1, where everybody always leads.
        Logarithm = IsOne
            ? FixedPoint34.Zero
            : NonIntegral.Ln(FixedPoint34.One - FixedPoint34.FromRational(value));
    }

    /// <summary>f.</summary>
    public Rational Value { get; }

    /// <summary>ln(1-f); negative.</summary>
    public FixedPoint34 Logarithm { get; }

    /// <summary>f = 1: a test network in which every pool leads every slot.</summary>
    public bool IsOne => Value == Rational.One;

    /// <summary>f.</summary>
    public override string ToString() => Value.ToString();
}
