using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.State;

/// <summary>The last three snapshots of stake.</summary>
/// <param name="Mark">Of the last epoch boundary.</param>
/// <param name="Set">Of the boundary before: who leads in this epoch.</param>
/// <param name="Go">Of the one before that: what rewards are computed of.</param>
/// <param name="Fees">What the fees were at the last boundary: part of the rewards computed in this epoch.</param>
/// <remarks>Spec: cardano-ledger <c>SnapShots</c>.</remarks>
public sealed record StakeSnapshots(StakeSnapshot Mark, StakeSnapshot Set, StakeSnapshot Go, Coin Fees)
{
    /// <summary>Before the first boundary.</summary>
    public static StakeSnapshots Empty { get; } =
        new(StakeSnapshot.Empty, StakeSnapshot.Empty, StakeSnapshot.Empty, Coin.Zero);
}
