using PoolTopology.Network.Protocols.Machine;

namespace PoolTopology.Network.Protocols.KeepAlive;

/// <summary>Keep-alive as a table.</summary>
/// <remarks>
/// Spec: network-spec, section "Keep Alive Mini Protocol", July 2026; Ouroboros/Network/Protocol/KeepAlive/Codec.hs.
/// </remarks>
internal static class KeepAliveSpec
{
    /// <summary>1,280 bytes and a tenth more.</summary>
    /// <remarks>Spec: keepAliveProtocolLimits, Cardano/Network/NodeToNode.hs, July 2026.</remarks>
    public const int IngressBytesMax = 1_408;

    private const int ClientSeconds = 97;
    private const int ServerSeconds = 60;

    /// <summary>The pause between an answer and the next question.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    public static ProtocolSpec<KeepAliveState> Table { get; } = new(
        MiniProtocol.KeepAlive,
        IngressBytesMax,
        IngressBytesMax,
        [
            new(KeepAliveState.Client, Agency.Initiator, ProtocolLimits.SmallMessageBytes,
                TimeLimit.Seconds(ClientSeconds)),
            new(KeepAliveState.Server, Agency.Responder, ProtocolLimits.SmallMessageBytes,
                TimeLimit.Seconds(ServerSeconds)),
            new(KeepAliveState.Done, Agency.Nobody, 0, TimeLimit.None),
        ],
        [
            new(KeepAliveState.Client, typeof(KeepAliveMessage.KeepAlive), KeepAliveState.Server),
            new(KeepAliveState.Client, typeof(KeepAliveMessage.Done), KeepAliveState.Done),
            new(KeepAliveState.Server, typeof(KeepAliveMessage.Response), KeepAliveState.Client),
        ]);
}
