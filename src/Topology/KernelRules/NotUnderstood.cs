namespace PoolTopology.Topology.KernelRules;

/// <summary>Something in a kernel's rule set that this program cannot judge, so that nothing can be proved.</summary>
/// <param name="Place">The table, chain and handle, or the whole listing.</param>
/// <param name="What">What it is.</param>
public sealed record NotUnderstood(string Place, string What)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Place}: {What}";
}
