namespace PoolTopology.Network.Ports;

/// <summary>The local chain as chain-sync serves it: one follower for each downstream peer.</summary>
public interface IChainFollowerSource
{
    /// <summary>A new follower that stands at the origin.</summary>
    /// <remarks>Cost: bounded by the number of connections; each follower is disposed when its protocol ends.</remarks>
    IChainFollower Follow();
}
