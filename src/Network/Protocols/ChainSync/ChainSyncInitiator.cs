using System.Collections.Immutable;
using PoolTopology.Network.Connections;
using PoolTopology.Network.Mux;
using PoolTopology.Network.Ports;
using PoolTopology.Network.Protocols.Machine;
using PoolTopology.Primitives;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Network.Protocols.ChainSync;

/// <summary>Follows the chain of an upstream peer.</summary>
internal sealed class ChainSyncInitiator(
    ProtocolSpec<ChainSyncState> spec, MuxChannel channel, IChainSyncHandler handler, TimeProvider time, Random random)
{
    private readonly ProtocolRunner<ChainSyncState, ChainSyncMessage> _runner =
        new(spec, ChainSyncCodec.Instance, ProtocolRole.Initiator, channel, time, random);

    private readonly PipelineDecision _pipeline = new();

    /// <summary>Runs until asked to stop, then takes what is outstanding and ends the protocol.</summary>
    public async Task RunAsync(Task stopping, CancellationToken cancellation)
    {
        Tip theirs = await IntersectAsync(cancellation);
        while (true)
        {
            while (!stopping.IsCompleted
                && _pipeline.ShouldRequest(_runner.Outstanding, handler.Height, theirs.BlockNo))
            {
                await _runner.PipelineAsync(ChainSyncMessage.RequestNext.Instance, cancellation);
            }
            // Not left to the next wait: the peer shall work on them while we take what has arrived.
            await _runner.FlushAsync(cancellation);
            if (_runner.Outstanding == 0)
                break;
            theirs = await TakeAsync(theirs, cancellation);
        }
        await _runner.SendAsync(new ChainSyncMessage.Done(), cancellation);
    }

    private async ValueTask<Tip> IntersectAsync(CancellationToken cancellation)
    {
        IReadOnlyList<Point> points = await handler.IntersectionPointsAsync(cancellation);
        await _runner.SendAsync(new ChainSyncMessage.FindIntersect([.. points]), cancellation);
        switch (await _runner.ReceiveAsync(cancellation))
        {
            case ChainSyncMessage.IntersectFound found:
                if (!points.Contains(found.Point))
                    throw _runner.Violation(new ProtocolViolation.ForeignIntersection(found.Point.ToString()));
                await handler.IntersectionFoundAsync(found.Point, found.Tip, cancellation);
                return found.Tip;
            case ChainSyncMessage.IntersectNotFound notFound:
                throw new ConnectionFaultException(new CloseReason.NoIntersection(notFound.Tip));
            default:
                throw new InvariantException("the table allows two answers to an intersection request");
        }
    }

    private async ValueTask<Tip> TakeAsync(Tip theirs, CancellationToken cancellation)
    {
        ChainSyncState state = _runner.State;
        if (_runner.TryReceive() is not ChainSyncMessage message)
        {
            await handler.PauseAsync(cancellation);
            message = await _runner.ReceiveAsync(cancellation);
        }
        try
        {
            switch (message)
            {
                case ChainSyncMessage.RollForward forward:
                    await handler.RollForwardAsync(forward.Header, forward.Tip, cancellation);
                    return forward.Tip;
                case ChainSyncMessage.RollBackward backward:
                    await handler.RollBackwardAsync(backward.Point, backward.Tip, cancellation);
                    return backward.Tip;
                default:
                    await handler.AwaitReplyAsync(cancellation);
                    return theirs;
            }
        }
        catch (CborException malformed)
        {
            throw _runner.Malformed(state, malformed);
        }
    }
}
