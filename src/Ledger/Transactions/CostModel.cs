using System.Collections.Immutable;

namespace PoolTopology.Ledger.Transactions;

/// <summary>The costs of a script language's operations, in the order that the language gives its parameters.</summary>
/// <param name="Language">The number of the language in cost models: 0 for Plutus V1, 1 for V2, 2 for V3.</param>
/// <param name="Costs">The costs.</param>
public sealed record CostModel(byte Language, ImmutableArray<long> Costs)
{
    /// <summary>Same language and costs.</summary>
    public bool Equals(CostModel? other) =>
        other is not null && Language == other.Language && Costs.SequenceEqual(other.Costs);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(Language);
        foreach (long cost in Costs)
            hash.Add(cost);
        return hash.ToHashCode();
    }
}
