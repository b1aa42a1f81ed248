namespace PoolTopology.Network.Ports;

/// <summary>Where chains of upstream peers are taken in: one handler for each hot peer.</summary>
public interface IUpstreamSource
{
    /// <summary>Begins to follow a peer. The handler's <see cref="IChainSyncHandler.Closed"/> ends it.</summary>
    IChainSyncHandler Open(IUpstreamPeer peer);
}
