namespace PoolTopology.Network.Protocols.ChainSync;

/// <summary>The states of chain-sync.</summary>
internal enum ChainSyncState
{
    Idle,
    CanAwait,
    MustReply,
    Intersect,
    Done,
}
