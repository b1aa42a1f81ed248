using System.Buffers;
using Google.Protobuf;

namespace PoolTopology.Orchestrator.Agent.Wire;

/// <summary>Whole messages over a byte stream, each with its length before it.</summary>
/// <remarks>
/// Shape: a base-128 varint of at most four bytes, then that many bytes of a protobuf message (the delimited form of
/// protobuf's own libraries).
/// Cost: one array per message, allocated only after its length was found to be within the bound.
/// </remarks>
internal static class MessageStream
{
    /// <summary>The longest message, in bytes.</summary>
    public const int MaximumSizeBytes = 16 * 1024 * 1024;

    private const int PayloadBits = 7;
    private const int MaximumLengthBytes = 4;

    /// <summary>The next message, or null where the stream ends between messages.</summary>
    /// <exception cref="WireException">Too long, cut short, or no message.</exception>
    public static async ValueTask<T?> ReadAsync<T>(Stream input, MessageParser<T> parser, CancellationToken cancellation)
        where T : class, IMessage<T>
    {
        int sizeBytes = await ReadLengthAsync(input, cancellation);
        if (sizeBytes < 0)
            return null;
        byte[] message = new byte[sizeBytes];
        try
        {
            await input.ReadExactlyAsync(message, cancellation);
            return parser.ParseFrom(message);
        }
        catch (EndOfStreamException cut)
        {
            throw new WireException($"the session ended inside a message of {sizeBytes} bytes", cut);
        }
        catch (InvalidProtocolBufferException malformed)
        {
            throw new WireException($"{sizeBytes} bytes that are no {typeof(T).Name}: {malformed.Message}", malformed);
        }
    }

    /// <summary>Writes a message and flushes.</summary>
    /// <exception cref="WireException">It is longer than <see cref="MaximumSizeBytes"/>; nothing was written.</exception>
    public static async ValueTask WriteAsync(Stream output, IMessage message, CancellationToken cancellation)
    {
        int sizeBytes = message.CalculateSize();
        if (sizeBytes > MaximumSizeBytes)
            throw new WireException($"a message of {sizeBytes} bytes; {MaximumSizeBytes} are the most");
        byte[] rented = ArrayPool<byte>.Shared.Rent(sizeBytes + MaximumLengthBytes);
        try
        {
            int start = WriteLength(rented, sizeBytes);
            message.WriteTo(rented.AsSpan(start, sizeBytes));
            await output.WriteAsync(rented.AsMemory(0, start + sizeBytes), cancellation);
            await output.FlushAsync(cancellation);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static async ValueTask<int> ReadLengthAsync(Stream input, CancellationToken cancellation)
    {
        byte[] one = new byte[1];
        int length = 0;
        for (int index = 0; index < MaximumLengthBytes; index++)
        {
            if (await input.ReadAsync(one, cancellation) == 0)
                return index == 0 ? -1 : throw new WireException("the session ended inside a message's length");
            length |= (one[0] & 0x7f) << (index * PayloadBits);
            if ((one[0] & 0x80) != 0)
                continue;
            return length <= MaximumSizeBytes
                ? length
                : throw new WireException($"a message of {length} bytes was announced; {MaximumSizeBytes} are the most");
        }

        throw new WireException($"a length of more than {MaximumLengthBytes} bytes: this is not the agent's protocol");
    }

    private static int WriteLength(byte[] buffer, int length)
    {
        int index = 0;
        for (; length >= 0x80; length >>= PayloadBits)
            buffer[index++] = (byte)(length | 0x80);
        buffer[index++] = (byte)length;
        return index;
    }
}
