using System.Buffers;
using System.IO.Pipelines;
using Google.Protobuf;
using PoolTopology.Rpc.Calls;

namespace PoolTopology.Rpc.Framing;

/// <summary>Reads the messages of one direction of a call.</summary>
/// <remarks>One reader at a time. Buffers at most one message beyond what the pipe reads ahead.</remarks>
internal sealed class MessageReader<TMessage>(
    PipeReader input, MessageParser<TMessage> parser, int maxMessageBytes, string? encoding)
    where TMessage : class, IMessage<TMessage>
{
    /// <summary>The next message, or null where the peer ended its stream between two messages.</summary>
    /// <remarks>
    /// Errors: <see cref="RpcException"/> as <see cref="Frame.TryRead"/>, and INTERNAL for a stream that ends inside a
    /// message or bytes that are not the message type; the exceptions of the pipe pass through.
    /// </remarks>
    public async ValueTask<TMessage?> ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            ReadResult result = await input.ReadAsync(cancellation);
            if (result.IsCanceled)
                throw new OperationCanceledException(cancellation);
            ReadOnlySequence<byte> buffer = result.Buffer;
            if (Frame.TryRead(ref buffer, maxMessageBytes, encoding, out ReadOnlySequence<byte> bytes))
            {
                TMessage message = Parse(bytes);
                input.AdvanceTo(buffer.Start);
                return message;
            }
            long rest = buffer.Length;
            input.AdvanceTo(buffer.Start, buffer.End);
            if (!result.IsCompleted)
                continue;
            return rest == 0
                ? null
                : throw new RpcException(RpcStatusCode.Internal, $"the stream ended {rest} bytes into a message");
        }
    }

    private TMessage Parse(ReadOnlySequence<byte> bytes)
    {
        try
        {
            return parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException malformed)
        {
            string detail = $"not a {typeof(TMessage).Name}: {malformed.Message}";
            throw new RpcException(RpcStatusCode.Internal, detail, cause: malformed);
        }
    }
}
