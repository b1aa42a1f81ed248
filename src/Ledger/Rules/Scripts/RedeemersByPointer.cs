using System.Collections.Immutable;
using PoolTopology.Ledger.Transactions;

namespace PoolTopology.Ledger.Rules;

/// <summary>Redeemers as a map from their pointers, each of which stands once (so they are read).</summary>
internal static class RedeemersByPointer
{
    public static bool Has(ImmutableArray<Redeemer> redeemers, RedeemerTag tag, uint index)
    {
        foreach (Redeemer redeemer in redeemers)
        {
            if (redeemer.Tag == tag && redeemer.Index == index)
                return true;
        }
        return false;
    }
}
