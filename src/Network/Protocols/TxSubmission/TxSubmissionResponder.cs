using PoolTopology.Network.Mux;
using PoolTopology.Network.Protocols.Machine;

namespace PoolTopology.Network.Protocols.TxSubmission;

/// <summary>Our side towards a downstream peer while we take no transactions: it asks for ids and lets them
/// go.</summary>
internal sealed class TxSubmissionResponder(MuxChannel channel, TimeProvider time, Random random)
{
    private readonly ProtocolRunner<TxSubmissionState, TxSubmissionMessage> _runner =
        new(TxSubmissionSpec.Table, TxSubmissionCodec.Instance, ProtocolRole.Responder, channel, time, random);

    /// <summary>Runs until the peer ends the protocol.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await _runner.ReceiveAsync(cancellation);
        const ushort requested = TxSubmissionSpec.UnacknowledgedMax;
        ushort unacknowledged = 0;
        while (true)
        {
            // What was announced is acknowledged at once, so nothing is outstanding and the request may block.
            TxSubmissionMessage.RequestTxIdsBlocking request = new(unacknowledged, requested);
            await _runner.SendAsync(request, cancellation);
            if (await _runner.ReceiveAsync(cancellation) is not TxSubmissionMessage.ReplyTxIds reply)
                return;
            if (reply.Ids.Length is 0 or > requested)
                throw _runner.Violation(new ProtocolViolation.UnknownTransactions(reply.Ids.Length));
            unacknowledged = (ushort)reply.Ids.Length;
        }
    }
}
