using System.Collections.Immutable;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.State;

/// <summary>What an epoch's rewards change when they are paid at its end.</summary>
/// <param name="TreasuryGain">What the treasury gets.</param>
/// <param name="ReservesLoss">What leaves the reserves, after what was not paid out has gone back.</param>
/// <param name="Fees">What is taken out of the fee pot.</param>
/// <param name="Rewards">Who gets what, in order.</param>
/// <remarks>
/// Invariant: ReservesLoss + Fees = TreasuryGain + the rewards that are delivered.
/// Spec: cardano-ledger <c>RewardUpdate</c>; deltaR = -ReservesLoss, deltaF = -Fees.
/// </remarks>
public sealed record RewardUpdate(Coin TreasuryGain, long ReservesLoss, Coin Fees, ImmutableArray<Reward> Rewards);
