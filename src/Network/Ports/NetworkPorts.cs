namespace PoolTopology.Network.Ports;

/// <summary>What the network needs of the node.</summary>
/// <param name="Followers">The local chain, for downstream chain-sync.</param>
/// <param name="Blocks">The local blocks, for downstream block-fetch.</param>
/// <param name="Upstreams">Takes in the chains of upstream peers.</param>
/// <param name="Events">Hears what happens.</param>
public sealed record NetworkPorts(
    IChainFollowerSource Followers, IBlockRangeSource Blocks, IUpstreamSource Upstreams, INetworkEvents Events);
