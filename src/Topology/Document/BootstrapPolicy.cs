namespace PoolTopology.Topology.Document;

/// <summary>Where relays find the network when they start from nothing.</summary>
public abstract record BootstrapPolicy
{
    private BootstrapPolicy()
    {
    }

    /// <summary>The bootstrap peers that the network itself names; none on a devnet.</summary>
    public sealed record Network : BootstrapPolicy;

    /// <summary>No bootstrap peers.</summary>
    public sealed record None : BootstrapPolicy;

    /// <summary>These bootstrap peers.</summary>
    /// <param name="Peers">At least one.</param>
    public sealed record Listed(ValueList<PeerAddress> Peers) : BootstrapPolicy;
}
