namespace PoolTopology.Network.Protocols.BlockFetch;

/// <summary>The states of block-fetch.</summary>
internal enum BlockFetchState
{
    Idle,
    Busy,
    Streaming,
    Done,
}
