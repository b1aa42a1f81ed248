namespace PoolTopology.Ledger.Transactions.Decoding;

/// <summary>An asset's amount with its place among what was read, so that of what stands twice the last can count.</summary>
/// <param name="Amount">The amount.</param>
/// <param name="Policy">Which of the map's policies it stood under, from 0.</param>
/// <param name="Sequence">Its place among all amounts, from 0.</param>
internal readonly record struct RawAmount(AssetAmount Amount, int Policy, int Sequence) : IComparable<RawAmount>
{
    /// <summary>By policy, then place of the policy, then name, then place.</summary>
    public int CompareTo(RawAmount other)
    {
        int order = Amount.Policy.CompareTo(other.Amount.Policy);
        if (order == 0)
            order = Policy.CompareTo(other.Policy);
        if (order == 0)
            order = Amount.Name.CompareTo(other.Amount.Name);
        return order != 0 ? order : Sequence.CompareTo(other.Sequence);
    }
}
