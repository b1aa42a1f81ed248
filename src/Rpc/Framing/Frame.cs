using System.Buffers;
using System.Buffers.Binary;
using Google.Protobuf;
using PoolTopology.Rpc.Calls;

namespace PoolTopology.Rpc.Framing;

/// <summary>A length-prefixed message: one flag byte, four bytes of length, the message.</summary>
/// <remarks>
/// Shape: flag 0 (1 would mean compressed, which this transport never negotiates); length big-endian.
/// Spec: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md (Length-Prefixed-Message)
/// </remarks>
internal static class Frame
{
    public const int PrefixBytes = 5;

    /// <summary>Takes one whole message off the front of the buffer.</summary>
    /// <returns>False while bytes are missing; the buffer is then unchanged.</returns>
    /// <remarks>
    /// Errors: <see cref="RpcException"/> RESOURCE_EXHAUSTED for a length above the limit, as soon as the prefix is
    /// there and before anything is reserved for it; UNIMPLEMENTED for a message compressed with an announced
    /// encoding; INTERNAL for any other flag.
    /// </remarks>
    public static bool TryRead(
        ref ReadOnlySequence<byte> buffer, int maxMessageBytes, string? encoding, out ReadOnlySequence<byte> message)
    {
        message = default;
        if (buffer.Length < PrefixBytes)
            return false;
        Span<byte> prefix = stackalloc byte[PrefixBytes];
        buffer.Slice(0, PrefixBytes).CopyTo(prefix);
        RequireUncompressed(prefix[0], encoding);
        uint length = BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
        if (length > maxMessageBytes)
            throw TooLarge(length, maxMessageBytes);
        if (buffer.Length < PrefixBytes + length)
            return false;
        message = buffer.Slice(PrefixBytes, length);
        buffer = buffer.Slice(PrefixBytes + length);
        return true;
    }

    /// <summary>Appends one message with its prefix.</summary>
    /// <remarks>Errors: <see cref="RpcException"/> RESOURCE_EXHAUSTED above the limit; nothing is written.</remarks>
    public static void Write(IBufferWriter<byte> output, IMessage message, int maxMessageBytes)
    {
        int length = message.CalculateSize();
        if (length > maxMessageBytes)
            throw TooLarge((uint)length, maxMessageBytes);
        Span<byte> prefix = output.GetSpan(PrefixBytes);
        prefix[0] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(prefix[1..], (uint)length);
        output.Advance(PrefixBytes);
        message.WriteTo(output);
    }

    private static void RequireUncompressed(byte flag, string? encoding)
    {
        if (flag == 0)
            return;
        if (flag == 1 && encoding is not (null or HeaderNames.Identity))
            throw new RpcException(RpcStatusCode.Unimplemented, $"message encoding '{encoding}' is not supported");
        throw new RpcException(RpcStatusCode.Internal, flag == 1
            ? "a message is marked compressed and no encoding was announced"
            : $"a message begins with the unknown flag {flag}");
    }

    private static RpcException TooLarge(uint length, int limit) =>
        new(RpcStatusCode.ResourceExhausted, $"a message of {length} bytes exceeds the limit of {limit}");
}
