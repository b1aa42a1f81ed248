using System.Buffers;
using System.Collections.Immutable;
using PoolTopology.Network.Protocols.Machine;
using PoolTopology.Primitives;
using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Network.Protocols.TxSubmission;

/// <summary>Tx-submission's messages in CBOR.</summary>
/// <remarks>The reference takes lists of indefinite length only; we write those and read both.</remarks>
internal sealed class TxSubmissionCodec : MessageCodec<TxSubmissionMessage>
{
    public static TxSubmissionCodec Instance { get; } = new();

    public override void Encode(TxSubmissionMessage message, IBufferWriter<byte> output)
    {
        switch (message)
        {
            case TxSubmissionMessage.RequestTxIdsBlocking request:
                WriteRequest(output, isBlocking: true, request.Acknowledged, request.Requested);
                break;
            case TxSubmissionMessage.RequestTxIdsNonBlocking request:
                WriteRequest(output, isBlocking: false, request.Acknowledged, request.Requested);
                break;
            case TxSubmissionMessage.ReplyTxIds reply:
                CborWriter ids = Begin(output, 2, 1);
                ids.WriteIndefiniteArrayStart();
                foreach (TxIdAndSize id in reply.Ids)
                {
                    ids.WriteArrayStart(2);
                    ids.WriteEncoded(id.Id.Span);
                    ids.WriteUInt64(id.SizeBytes);
                }
                ids.WriteBreak();
                break;
            case TxSubmissionMessage.RequestTxs request:
                WriteItems(Begin(output, 2, 2), request.Ids);
                break;
            case TxSubmissionMessage.ReplyTxs reply:
                WriteItems(Begin(output, 2, 3), reply.Transactions);
                break;
            case TxSubmissionMessage.Done:
                Begin(output, 1, 4);
                break;
            case TxSubmissionMessage.Init:
                Begin(output, 1, 6);
                break;
            default:
                throw new InvariantException("tx-submission has no message " + message.GetType().Name);
        }
    }

    protected override TxSubmissionMessage? DecodeBody(
        ref CborReader reader, ReadOnlyMemory<byte> bytes, ulong tag, int count) =>
        (tag, count) switch
        {
            (0, 4) => ReadRequest(ref reader),
            (1, 2) => new TxSubmissionMessage.ReplyTxIds(ReadIdsAndSizes(ref reader, bytes)),
            (2, 2) => new TxSubmissionMessage.RequestTxs(ReadItems(ref reader, bytes)),
            (3, 2) => new TxSubmissionMessage.ReplyTxs(ReadItems(ref reader, bytes)),
            (4, 1) => new TxSubmissionMessage.Done(),
            (6, 1) => new TxSubmissionMessage.Init(),
            _ => null,
        };

    private static TxSubmissionMessage ReadRequest(ref CborReader reader)
    {
        bool isBlocking = reader.ReadBoolean();
        ushort acknowledged = reader.ReadUInt16();
        ushort requested = reader.ReadUInt16();
        return isBlocking
            ? new TxSubmissionMessage.RequestTxIdsBlocking(acknowledged, requested)
            : new TxSubmissionMessage.RequestTxIdsNonBlocking(acknowledged, requested);
    }

    private static ImmutableArray<TxIdAndSize> ReadIdsAndSizes(ref CborReader reader, ReadOnlyMemory<byte> bytes)
    {
        int? count = reader.ReadArrayStart();
        ImmutableArray<TxIdAndSize>.Builder ids = ImmutableArray.CreateBuilder<TxIdAndSize>();
        while (reader.HasNext(count, ids.Count))
        {
            reader.ReadArrayStart(2);
            ids.Add(new TxIdAndSize(ReadOpaque(ref reader, bytes), reader.ReadUInt32()));
        }
        return ids.ToImmutable();
    }

    private static ImmutableArray<ReadOnlyMemory<byte>> ReadItems(ref CborReader reader, ReadOnlyMemory<byte> bytes)
    {
        int? count = reader.ReadArrayStart();
        ImmutableArray<ReadOnlyMemory<byte>>.Builder items = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        while (reader.HasNext(count, items.Count))
            items.Add(ReadOpaque(ref reader, bytes));
        return items.ToImmutable();
    }

    private static void WriteRequest(IBufferWriter<byte> output, bool isBlocking, ushort acknowledged, ushort requested)
    {
        CborWriter writer = Begin(output, 4, 0);
        writer.WriteBoolean(isBlocking);
        writer.WriteUInt64(acknowledged);
        writer.WriteUInt64(requested);
    }

    private static void WriteItems(CborWriter writer, ImmutableArray<ReadOnlyMemory<byte>> items)
    {
        writer.WriteIndefiniteArrayStart();
        foreach (ReadOnlyMemory<byte> item in items)
            writer.WriteEncoded(item.Span);
        writer.WriteBreak();
    }
}
