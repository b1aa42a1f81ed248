using PoolTopology.Network.Connections;
using PoolTopology.Network.Protocols.Machine;

namespace PoolTopology.Network.Handshake;

/// <summary>Answers a proposal on a connection that the peer dialled.</summary>
internal static class HandshakeResponder
{
    /// <summary>Runs the handshake; the answer, a refusal too, is sent before this returns or throws.</summary>
    /// <exception cref="ConnectionFaultException">No agreement.</exception>
    public static async ValueTask<Agreement> RunAsync(
        HandshakeChannel channel, VersionData ours, CancellationToken cancellation)
    {
        HandshakeMessage proposal = await channel.ReceiveAsync(isEitherModeAllowed: false, cancellation);
        (HandshakeMessage answer, Agreement? agreement, HandshakeFailure? failure) = Answer(ours, proposal);
        await channel.SendAsync(answer, ProtocolRole.Responder, cancellation);
        return agreement ?? throw HandshakeChannel.Failed(failure!); // One of the two is set.
    }

    /// <summary>What a proposal is answered with. Pure.</summary>
    public static (HandshakeMessage Answer, Agreement? Agreement, HandshakeFailure? Failure) Answer(
        VersionData ours, HandshakeMessage proposal)
    {
        if (proposal is not HandshakeMessage.ProposeVersions proposed)
            throw HandshakeChannel.Failed(new HandshakeFailure.Unexpected(proposal.GetType().Name));
        (Agreement? agreement, RefuseReason? refusal) = VersionChoice.Choose(ours, proposed.Versions);
        if (refusal is not null)
            return (new HandshakeMessage.Refuse(refusal), null, new HandshakeFailure.RefusedByUs(refusal));
        if (agreement!.Data.IsQuery) // One of the two is set.
            return (new HandshakeMessage.QueryReply(NodeVersions.Propose(ours)), null, new HandshakeFailure.Queried());
        return (new HandshakeMessage.AcceptVersion(agreement.Version, agreement.Data.Encode()), agreement, null);
    }
}
