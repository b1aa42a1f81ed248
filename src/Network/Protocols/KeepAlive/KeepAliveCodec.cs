using System.Buffers;
using PoolTopology.Network.Protocols.Machine;
using PoolTopology.Primitives;
using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Network.Protocols.KeepAlive;

/// <summary>Keep-alive's messages in CBOR.</summary>
internal sealed class KeepAliveCodec : MessageCodec<KeepAliveMessage>
{
    public static KeepAliveCodec Instance { get; } = new();

    public override void Encode(KeepAliveMessage message, IBufferWriter<byte> output)
    {
        switch (message)
        {
            case KeepAliveMessage.KeepAlive ask:
                Begin(output, 2, 0).WriteUInt64(ask.Cookie);
                break;
            case KeepAliveMessage.Response answer:
                Begin(output, 2, 1).WriteUInt64(answer.Cookie);
                break;
            case KeepAliveMessage.Done:
                Begin(output, 1, 2);
                break;
            default:
                throw new InvariantException("keep-alive has no message " + message.GetType().Name);
        }
    }

    protected override KeepAliveMessage? DecodeBody(
        ref CborReader reader, ReadOnlyMemory<byte> bytes, ulong tag, int count) =>
        (tag, count) switch
        {
            (0, 2) => new KeepAliveMessage.KeepAlive(reader.ReadUInt16()),
            (1, 2) => new KeepAliveMessage.Response(reader.ReadUInt16()),
            (2, 1) => new KeepAliveMessage.Done(),
            _ => null,
        };
}
