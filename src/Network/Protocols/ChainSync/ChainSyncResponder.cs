using PoolTopology.Network.Mux;
using PoolTopology.Network.Ports;
using PoolTopology.Network.Protocols.Machine;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Network.Protocols.ChainSync;

/// <summary>Serves our chain to a downstream peer.</summary>
internal sealed class ChainSyncResponder(
    MuxChannel channel, IChainFollowerSource source, TimeProvider time, Random random)
{
    private readonly ProtocolRunner<ChainSyncState, ChainSyncMessage> _runner =
        new(ChainSyncSpec.Untrusted, ChainSyncCodec.Instance, ProtocolRole.Responder, channel, time, random);

    /// <summary>Runs until the peer ends the protocol.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using IChainFollower follower = source.Follow();
        while (true)
        {
            switch (await _runner.ReceiveAsync(cancellation))
            {
                case ChainSyncMessage.RequestNext:
                    await AnswerNextAsync(follower, cancellation);
                    break;
                case ChainSyncMessage.FindIntersect find:
                    await AnswerIntersectAsync(follower, find, cancellation);
                    break;
                default:
                    return;
            }
        }
    }

    private async ValueTask AnswerNextAsync(IChainFollower follower, CancellationToken cancellation)
    {
        ChainUpdate? update = follower.TryNext();
        if (update is null)
        {
            await _runner.SendAsync(ChainSyncMessage.AwaitReply.Instance, cancellation);
            update = await follower.NextAsync(cancellation);
        }
        ChainSyncMessage message = update switch
        {
            ChainUpdate.RollForward forward => new ChainSyncMessage.RollForward(forward.Header, forward.Tip),
            ChainUpdate.RollBackward backward => new ChainSyncMessage.RollBackward(backward.Point, backward.Tip),
            _ => throw new Primitives.InvariantException("a chain update rolls forward or backward"),
        };
        await _runner.WriteAsync(message, cancellation);
    }

    private ValueTask AnswerIntersectAsync(
        IChainFollower follower, ChainSyncMessage.FindIntersect find, CancellationToken cancellation)
    {
        (Point? intersection, Tip tip) = follower.FindIntersection(find.Points);
        ChainSyncMessage message = intersection is Point point
            ? new ChainSyncMessage.IntersectFound(point, tip)
            : new ChainSyncMessage.IntersectNotFound(tip);
        return _runner.WriteAsync(message, cancellation);
    }
}
