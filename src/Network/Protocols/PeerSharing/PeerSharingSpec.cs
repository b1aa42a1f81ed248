using PoolTopology.Network.Protocols.Machine;

namespace PoolTopology.Network.Protocols.PeerSharing;

/// <summary>Peer-sharing as a table.</summary>
/// <remarks>
/// Spec: network-spec, section "Peer Sharing mini-protocol", July 2026;
/// Ouroboros/Network/Protocol/PeerSharing/Codec.hs.
/// We never agree to it in the handshake: a pool's peers are the operator's choice.
/// </remarks>
internal static class PeerSharingSpec
{
    public static ProtocolSpec<PeerSharingState> Table { get; } = new(
        MiniProtocol.PeerSharing,
        ProtocolLimits.FirstWindowBytes,
        ProtocolLimits.FirstWindowBytes,
        [
            new(PeerSharingState.Idle, Agency.Initiator, ProtocolLimits.FirstWindowBytes, TimeLimit.None),
            new(PeerSharingState.Busy, Agency.Responder, ProtocolLimits.FirstWindowBytes, ProtocolLimits.LongWait),
            new(PeerSharingState.Done, Agency.Nobody, 0, TimeLimit.None),
        ],
        [
            new(PeerSharingState.Idle, typeof(PeerSharingMessage.ShareRequest), PeerSharingState.Busy),
            new(PeerSharingState.Idle, typeof(PeerSharingMessage.Done), PeerSharingState.Done),
            new(PeerSharingState.Busy, typeof(PeerSharingMessage.SharePeers), PeerSharingState.Idle),
        ]);
}
