using System.Buffers;
using System.Globalization;
using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Network.Protocols.Machine;

/// <summary>The CBOR forms of a protocol's messages.</summary>
internal abstract class MessageCodec<TMessage>
    where TMessage : class
{
    /// <summary>Reads one whole message; what is opaque in it stays a slice of the given bytes.</summary>
    /// <exception cref="CborException">The bytes are not exactly one message.</exception>
    public TMessage Decode(ReadOnlyMemory<byte> bytes)
    {
        CborReader reader = new(bytes.Span);
        int? count = reader.ReadArrayStart();
        int at = reader.Position;
        ulong tag = reader.ReadUInt64();
        TMessage? message = DecodeBody(ref reader, bytes, tag, count ?? -1);
        if (message is null)
        {
            string length = count?.ToString(CultureInfo.InvariantCulture) ?? "indefinite length";
            throw new CborException(at, "a message of the protocol", $"tag {tag} in an array of {length}");
        }
        reader.ExpectEnd();
        return message;
    }

    public abstract void Encode(TMessage message, IBufferWriter<byte> output);

    public byte[] Encode(TMessage message)
    {
        ArrayBufferWriter<byte> output = new();
        Encode(message, output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads what follows the tag; null when no message has this tag and count.</summary>
    protected abstract TMessage? DecodeBody(ref CborReader reader, ReadOnlyMemory<byte> bytes, ulong tag, int count);

    /// <summary>Takes one item as it stands.</summary>
    protected static ReadOnlyMemory<byte> ReadOpaque(ref CborReader reader, ReadOnlyMemory<byte> bytes)
    {
        int start = reader.Position;
        reader.Skip();
        return bytes[start..reader.Position];
    }

    protected static CborWriter Begin(IBufferWriter<byte> output, int count, uint tag)
    {
        CborWriter writer = new(output);
        writer.WriteArrayStart(count);
        writer.WriteUInt64(tag);
        return writer;
    }
}
