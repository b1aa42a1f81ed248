using PoolTopology.Network.Protocols.Machine;

namespace PoolTopology.Network.Protocols.TxSubmission;

/// <summary>Tx-submission, version 2, as a table.</summary>
/// <remarks>
/// Spec: network-spec, section "Tx-Submission mini-protocol", July 2026;
/// Ouroboros/Network/Protocol/TxSubmission2/Codec.hs.
/// </remarks>
internal static class TxSubmissionSpec
{
    /// <summary>10 transactions of 65,540 bytes with their ids of 44, and a tenth more.</summary>
    /// <remarks>Spec: txSubmissionProtocolLimits, Cardano/Network/NodeToNode.hs, July 2026.</remarks>
    public const int IngressBytesMax = 721_424;

    /// <summary>Ids that may be announced and not acknowledged.</summary>
    /// <remarks>Spec: maxUnacknowledgedTxIds, Ouroboros/Network/TxSubmission/Inbound/V2/Policy.hs, July 2026.</remarks>
    public const int UnacknowledgedMax = 10;

    public static ProtocolSpec<TxSubmissionState> Table { get; } = new(
        MiniProtocol.TxSubmission,
        ProtocolLimits.RequestIngressBytes,
        IngressBytesMax,
        [
            new(TxSubmissionState.Init, Agency.Initiator, ProtocolLimits.FirstWindowBytes, TimeLimit.None),
            new(TxSubmissionState.Idle, Agency.Responder, ProtocolLimits.FirstWindowBytes, TimeLimit.None),
            new(TxSubmissionState.TxIdsBlocking, Agency.Initiator, ProtocolLimits.LargeMessageBytes, TimeLimit.None),
            new(TxSubmissionState.TxIdsNonBlocking, Agency.Initiator, ProtocolLimits.LargeMessageBytes,
                ProtocolLimits.ShortWait),
            new(TxSubmissionState.Txs, Agency.Initiator, ProtocolLimits.LargeMessageBytes, ProtocolLimits.ShortWait),
            new(TxSubmissionState.Done, Agency.Nobody, 0, TimeLimit.None),
        ],
        [
            new(TxSubmissionState.Init, typeof(TxSubmissionMessage.Init), TxSubmissionState.Idle),
            new(TxSubmissionState.Idle, typeof(TxSubmissionMessage.RequestTxIdsBlocking),
                TxSubmissionState.TxIdsBlocking),
            new(TxSubmissionState.Idle, typeof(TxSubmissionMessage.RequestTxIdsNonBlocking),
                TxSubmissionState.TxIdsNonBlocking),
            new(TxSubmissionState.Idle, typeof(TxSubmissionMessage.RequestTxs), TxSubmissionState.Txs),
            new(TxSubmissionState.TxIdsBlocking, typeof(TxSubmissionMessage.ReplyTxIds), TxSubmissionState.Idle),
            new(TxSubmissionState.TxIdsBlocking, typeof(TxSubmissionMessage.Done), TxSubmissionState.Done),
            new(TxSubmissionState.TxIdsNonBlocking, typeof(TxSubmissionMessage.ReplyTxIds), TxSubmissionState.Idle),
            new(TxSubmissionState.Txs, typeof(TxSubmissionMessage.ReplyTxs), TxSubmissionState.Idle),
        ]);
}
