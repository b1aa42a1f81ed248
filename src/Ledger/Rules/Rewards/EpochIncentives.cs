using System.Numerics;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Ledger.Rules;

/// <summary>The pots of an epoch's rewards.</summary>
/// <param name="Eta">How many of the blocks that pools should have made they did make.</param>
/// <param name="Expansion">Δr1: what the reserves give.</param>
/// <param name="TreasuryGain">Δt1: what the treasury takes of that and the fees.</param>
/// <param name="PoolsPot">R: what is left for pools.</param>
/// <remarks>
/// Spec: cardano-ledger <c>startStep</c>; Shelley formal specification, figure "Calculation to create a reward update".
/// </remarks>
public sealed record EpochIncentives(Rational Eta, Coin Expansion, Coin TreasuryGain, Coin PoolsPot)
{
    // While genesis delegates make most blocks, pools are not to suffer for those that they cannot make.
    private static readonly Rational FederatedFrom = new(8, 10);

    /// <summary>The pots of an epoch.</summary>
    /// <param name="parameters">The protocol parameters of the epoch that is rewarded.</param>
    /// <param name="reserves">The reserves.</param>
    /// <param name="fees">The fees of the snapshot.</param>
    /// <param name="blocksMade">Blocks of pools in the epoch that is rewarded.</param>
    /// <param name="slotsPerEpoch">Slots in an epoch.</param>
    /// <param name="activeSlotsCoefficient">f.</param>
    public static EpochIncentives Of(
        ProtocolParameters parameters,
        Coin reserves,
        Coin fees,
        ulong blocksMade,
        ulong slotsPerEpoch,
        Rational activeSlotsCoefficient)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Rational eta = EtaOf(parameters.Decentralisation, blocksMade, slotsPerEpoch, activeSlotsCoefficient);
        // Δr1 = ⌊min(1, η)·ρ·reserves⌋
        Rational performance = eta < Rational.One ? eta : Rational.One;
        Coin expansion = Floor(performance * parameters.Rho * reserves.Value);
        // Δt1 = ⌊τ·(fees + Δr1)⌋
        Coin pot = fees + expansion;
        Coin treasuryGain = Floor(parameters.Tau * pot.Value);
        return new EpochIncentives(eta, expansion, treasuryGain, pot - treasuryGain);
    }

    // η = blocks / ⌊(1 - d)·f·slots⌋, and 1 where d ≥ 0.8.
    private static Rational EtaOf(Rational d, ulong blocksMade, ulong slotsPerEpoch, Rational f)
    {
        if (d >= FederatedFrom)
            return Rational.One;
        BigInteger expected = ((Rational.One - d) * f * slotsPerEpoch).Floor();
        // The reference cannot divide by 0 either: such an epoch is shorter than the time between two blocks.
        return expected.IsZero ? Rational.One : new Rational(blocksMade, expected);
    }

    private static Coin Floor(Rational value) => new(checked((ulong)value.Floor()));
}
