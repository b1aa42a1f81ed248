namespace PoolTopology.Network.Protocols.TxSubmission;

/// <summary>The states of tx-submission, version 2.</summary>
internal enum TxSubmissionState
{
    Init,
    Idle,
    TxIdsBlocking,
    TxIdsNonBlocking,
    Txs,
    Done,
}
