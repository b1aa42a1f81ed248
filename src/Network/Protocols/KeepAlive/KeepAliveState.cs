namespace PoolTopology.Network.Protocols.KeepAlive;

/// <summary>The states of keep-alive.</summary>
internal enum KeepAliveState
{
    Client,
    Server,
    Done,
}
