namespace PoolTopology.Topology.KernelRules;

/// <summary>What a chain is called.</summary>
/// <param name="Family">The family of its table.</param>
/// <param name="Table">Its table.</param>
/// <param name="Chain">Its own name.</param>
public sealed record ChainName(TableFamily Family, string Table, string Chain)
{
    /// <summary>As nft writes it, e.g. <c>inet pool input</c>.</summary>
    public override string ToString() => $"{Family.ToString().ToLowerInvariant()} {Table} {Chain}";
}
