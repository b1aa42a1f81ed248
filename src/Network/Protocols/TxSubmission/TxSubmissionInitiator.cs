using PoolTopology.Network.Mux;
using PoolTopology.Network.Protocols.Machine;

namespace PoolTopology.Network.Protocols.TxSubmission;

/// <summary>Our side towards an upstream peer while we have no transactions: it announces none, and stays.</summary>
internal sealed class TxSubmissionInitiator(MuxChannel channel, TimeProvider time, Random random)
{
    private readonly ProtocolRunner<TxSubmissionState, TxSubmissionMessage> _runner =
        new(TxSubmissionSpec.Table, TxSubmissionCodec.Instance, ProtocolRole.Initiator, channel, time, random);

    /// <summary>Runs until asked to stop, and then ends the protocol when the peer has asked for ids.</summary>
    public async Task RunAsync(Task stopping, CancellationToken cancellation)
    {
        await _runner.SendAsync(new TxSubmissionMessage.Init(), cancellation);
        while (true)
        {
            switch (await _runner.ReceiveAsync(cancellation))
            {
                case TxSubmissionMessage.RequestTxIdsBlocking request:
                    Account(request.Acknowledged, request.Requested);
                    await Relay.Of(stopping).WaitAsync(cancellation);
                    await _runner.SendAsync(new TxSubmissionMessage.Done(), cancellation);
                    return;
                case TxSubmissionMessage.RequestTxIdsNonBlocking request:
                    Account(request.Acknowledged, request.Requested);
                    await _runner.SendAsync(new TxSubmissionMessage.ReplyTxIds([]), cancellation);
                    break;
                case TxSubmissionMessage.RequestTxs { Ids.Length: > 0 } request:
                    throw _runner.Violation(new ProtocolViolation.UnknownTransactions(request.Ids.Length));
                default:
                    await _runner.SendAsync(new TxSubmissionMessage.ReplyTxs([]), cancellation);
                    break;
            }
        }
    }

    private void Account(ushort acknowledged, ushort requested)
    {
        if (acknowledged > 0 || requested > TxSubmissionSpec.UnacknowledgedMax)
            throw _runner.Violation(new ProtocolViolation.TxIdAccounting(0, acknowledged, requested));
    }
}
