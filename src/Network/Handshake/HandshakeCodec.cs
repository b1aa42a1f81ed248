using System.Buffers;
using System.Collections.Immutable;
using PoolTopology.Network.Protocols.Machine;
using PoolTopology.Primitives;
using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Network.Handshake;

/// <summary>The handshake's messages in CBOR.</summary>
internal sealed class HandshakeCodec : MessageCodec<HandshakeMessage>
{
    public static HandshakeCodec Instance { get; } = new();

    public override void Encode(HandshakeMessage message, IBufferWriter<byte> output)
    {
        switch (message)
        {
            case HandshakeMessage.ProposeVersions propose:
                propose.Versions.Write(Begin(output, 2, 0));
                break;
            case HandshakeMessage.AcceptVersion accept:
                CborWriter accepted = Begin(output, 3, 1);
                accepted.WriteUInt64(accept.Version);
                accepted.WriteEncoded(accept.Data.Span);
                break;
            case HandshakeMessage.Refuse refuse:
                WriteReason(Begin(output, 2, 2), refuse.Reason);
                break;
            case HandshakeMessage.QueryReply reply:
                reply.Versions.Write(Begin(output, 2, 3));
                break;
            default:
                throw new InvariantException("the handshake has no message " + message.GetType().Name);
        }
    }

    protected override HandshakeMessage? DecodeBody(
        ref CborReader reader, ReadOnlyMemory<byte> bytes, ulong tag, int count) =>
        (tag, count) switch
        {
            (0, 2) => new HandshakeMessage.ProposeVersions(VersionTable.Read(ref reader, bytes)),
            (1, 3) => new HandshakeMessage.AcceptVersion(reader.ReadUInt16(), ReadOpaque(ref reader, bytes)),
            (2, 2) => new HandshakeMessage.Refuse(ReadReason(ref reader)),
            (3, 2) => new HandshakeMessage.QueryReply(VersionTable.Read(ref reader, bytes)),
            _ => null,
        };

    private static RefuseReason ReadReason(ref CborReader reader)
    {
        int at = reader.Position;
        int? count = reader.ReadArrayStart();
        ulong tag = reader.ReadUInt64();
        return (tag, count) switch
        {
            (0, 2) => new RefuseReason.VersionMismatch(ReadVersions(ref reader)),
            (1, 3) => new RefuseReason.DecodeError(reader.ReadUInt16(), reader.ReadText()),
            (2, 3) => new RefuseReason.Refused(reader.ReadUInt16(), reader.ReadText()),
            _ => throw new CborException(at, "a reason to refuse", $"tag {tag}"),
        };
    }

    private static ImmutableArray<ushort> ReadVersions(ref CborReader reader)
    {
        int? count = reader.ReadArrayStart();
        ImmutableArray<ushort>.Builder versions = ImmutableArray.CreateBuilder<ushort>();
        while (reader.HasNext(count, versions.Count))
            versions.Add(reader.ReadUInt16());
        return versions.ToImmutable();
    }

    private static void WriteReason(CborWriter writer, RefuseReason reason)
    {
        switch (reason)
        {
            case RefuseReason.VersionMismatch mismatch:
                writer.WriteArrayStart(2);
                writer.WriteUInt64(0);
                writer.WriteArrayStart(mismatch.Versions.Length);
                foreach (ushort version in mismatch.Versions)
                    writer.WriteUInt64(version);
                break;
            case RefuseReason.DecodeError error:
                WriteReason(writer, 1, error.Version, error.Message);
                break;
            case RefuseReason.Refused refused:
                WriteReason(writer, 2, refused.Version, refused.Message);
                break;
            default:
                throw new InvariantException("a refusal has one of three reasons");
        }
    }

    private static void WriteReason(CborWriter writer, uint tag, ushort version, string message)
    {
        writer.WriteArrayStart(3);
        writer.WriteUInt64(tag);
        writer.WriteUInt64(version);
        writer.WriteText(message);
    }
}
