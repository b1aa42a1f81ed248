namespace PoolTopology.Topology.Document;

/// <summary>Who the relays talk to beside the pool's own nodes.</summary>
/// <param name="Bootstrap">Where they find the network.</param>
/// <param name="Partners">Relays of other operators that they keep a connection to.</param>
public sealed record PeerPolicy(BootstrapPolicy Bootstrap, ValueList<PeerAddress> Partners)
{
    /// <summary>The network's own bootstrap peers and no partners.</summary>
    public static readonly PeerPolicy Default = new(new BootstrapPolicy.Network(), []);
}
