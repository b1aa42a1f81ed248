using System.Collections.Immutable;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Rules;

/// <summary>What of several rewards a credential really gets.</summary>
/// <remarks>
/// All of them; in Shelley only the first in order, by an error that later versions mended.
/// Spec: cardano-ledger <c>filterRewards</c>, <c>hardforkAllegraAggregatedRewards</c>.
/// </remarks>
internal static class RewardSum
{
    private const ulong LastMajorOfFirstOnly = 2;

    /// <summary>What each credential gets.</summary>
    /// <param name="rewards">Rewards in order.</param>
    /// <param name="version">The protocol version that decides.</param>
    public static IEnumerable<(Credential Credential, Coin Amount)> ByCredential(
        ImmutableArray<Reward> rewards, ProtocolVersion version)
    {
        bool onlyFirst = version.Major <= LastMajorOfFirstOnly;
        for (int i = 0; i < rewards.Length;)
        {
            Credential credential = rewards[i].Credential;
            Coin sum = rewards[i].Amount;
            for (i++; i < rewards.Length && rewards[i].Credential == credential; i++)
                if (!onlyFirst)
                    sum += rewards[i].Amount;
            yield return (credential, sum);
        }
    }

    /// <summary>The sum over all credentials.</summary>
    public static Coin Delivered(ImmutableArray<Reward> rewards, ProtocolVersion version)
    {
        Coin sum = Coin.Zero;
        foreach ((_, Coin amount) in ByCredential(rewards, version))
            sum += amount;
        return sum;
    }
}
