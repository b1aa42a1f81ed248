using PoolTopology.Network.Connections;
using PoolTopology.Network.Protocols.Machine;

namespace PoolTopology.Network.Handshake;

/// <summary>Proposes versions on a connection that we dialled.</summary>
internal static class HandshakeInitiator
{
    /// <summary>Runs the handshake.</summary>
    /// <exception cref="ConnectionFaultException">No agreement.</exception>
    public static async ValueTask<Agreement> RunAsync(
        HandshakeChannel channel, VersionData ours, CancellationToken cancellation)
    {
        await channel.SendAsync(
            new HandshakeMessage.ProposeVersions(NodeVersions.Propose(ours)), ProtocolRole.Initiator, cancellation);
        HandshakeMessage answer = await channel.ReceiveAsync(isEitherModeAllowed: true, cancellation);
        return Conclude(ours, answer);
    }

    /// <summary>What the answer to our proposal means. Pure.</summary>
    public static Agreement Conclude(VersionData ours, HandshakeMessage answer)
    {
        switch (answer)
        {
            case HandshakeMessage.AcceptVersion accept when NodeVersions.Supported.Contains(accept.Version):
                return Agreed(VersionChoice.Accept(ours, accept.Version, accept.Data));
            case HandshakeMessage.AcceptVersion accept:
                throw HandshakeChannel.Failed(
                    new HandshakeFailure.Unexpected($"acceptance of version {accept.Version}, which was not proposed"));
            case HandshakeMessage.ProposeVersions simultaneous:
                // Both sides dialled at the same moment and got one connection: each takes the other's proposal as
                // answer.
                return Agreed(VersionChoice.Choose(ours, simultaneous.Versions));
            case HandshakeMessage.Refuse refuse:
                throw HandshakeChannel.Failed(new HandshakeFailure.RefusedByPeer(refuse.Reason));
            case HandshakeMessage.QueryReply reply:
                throw HandshakeChannel.Failed(new HandshakeFailure.QueryReplied(reply.Versions.Versions));
            default:
                throw new Primitives.InvariantException("the handshake has four messages");
        }
    }

    private static Agreement Agreed((Agreement? Agreement, RefuseReason? Refusal) choice) =>
        // One of the two is set.
        choice.Agreement ?? throw HandshakeChannel.Failed(new HandshakeFailure.NotAcceptable(choice.Refusal!));
}
