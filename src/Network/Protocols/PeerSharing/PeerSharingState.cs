namespace PoolTopology.Network.Protocols.PeerSharing;

/// <summary>The states of peer-sharing.</summary>
internal enum PeerSharingState
{
    Idle,
    Busy,
    Done,
}
