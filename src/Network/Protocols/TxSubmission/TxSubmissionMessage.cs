using System.Collections.Immutable;

namespace PoolTopology.Network.Protocols.TxSubmission;

/// <summary>A message of tx-submission, version 2.</summary>
/// <remarks>
/// Ids and transactions are CBOR items as they stand: <c>[eraIndex, hash]</c> and <c>[eraIndex, tag24(tx)]</c>.
/// Shape: <c>tx-submission2.cddl</c>, ouroboros-network, July 2026.
/// </remarks>
internal abstract record TxSubmissionMessage
{
    private TxSubmissionMessage()
    {
    }

    /// <summary><c>[6]</c></summary>
    public sealed record Init : TxSubmissionMessage;

    /// <summary><c>[0, true, acknowledged, requested]</c>: the answer has at least one id.</summary>
    public sealed record RequestTxIdsBlocking(ushort Acknowledged, ushort Requested) : TxSubmissionMessage;

    /// <summary><c>[0, false, acknowledged, requested]</c>: the answer comes at once, and may be empty.</summary>
    public sealed record RequestTxIdsNonBlocking(ushort Acknowledged, ushort Requested) : TxSubmissionMessage;

    /// <summary><c>[1, [_ *[id, size]]]</c></summary>
    public sealed record ReplyTxIds(ImmutableArray<TxIdAndSize> Ids) : TxSubmissionMessage;

    /// <summary><c>[2, [_ *id]]</c></summary>
    public sealed record RequestTxs(ImmutableArray<ReadOnlyMemory<byte>> Ids) : TxSubmissionMessage;

    /// <summary><c>[3, [_ *tx]]</c></summary>
    public sealed record ReplyTxs(ImmutableArray<ReadOnlyMemory<byte>> Transactions) : TxSubmissionMessage;

    /// <summary><c>[4]</c></summary>
    public sealed record Done : TxSubmissionMessage;
}
