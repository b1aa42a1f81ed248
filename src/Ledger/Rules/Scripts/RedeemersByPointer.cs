using System.Collections.Immutable;
using PoolTopology.Ledger.Transactions;

namespace PoolTopology.Ledger.Rules;

/// <summary>Redeemers as a map from their pointers.</summary>
internal static class RedeemersByPointer
{
    /// <summary>Of redeemers with the same pointer the last, as the reference's decoder builds its map.</summary>
    /// <remarks>Cost: nothing is allocated when all differ.</remarks>
    public static ImmutableArray<Redeemer> LastOfEach(ImmutableArray<Redeemer> redeemers)
    {
        for (int i = 0; i < redeemers.Length; i++)
        {
            if (IsRepeated(redeemers, i))
                return [.. redeemers.Where((_, index) => !IsRepeated(redeemers, index))];
        }
        return redeemers;
    }

    public static bool Has(ImmutableArray<Redeemer> redeemers, RedeemerTag tag, uint index)
    {
        foreach (Redeemer redeemer in redeemers)
        {
            if (redeemer.Tag == tag && redeemer.Index == index)
                return true;
        }
        return false;
    }

    private static bool IsRepeated(ImmutableArray<Redeemer> redeemers, int index)
    {
        for (int later = index + 1; later < redeemers.Length; later++)
        {
            if (redeemers[later].Tag == redeemers[index].Tag && redeemers[later].Index == redeemers[index].Index)
                return true;
        }
        return false;
    }
}
