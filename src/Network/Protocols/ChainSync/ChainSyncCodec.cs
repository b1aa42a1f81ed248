using System.Buffers;
using System.Collections.Immutable;
using PoolTopology.Network.Protocols.Machine;
using PoolTopology.Primitives;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Network.Protocols.ChainSync;

/// <summary>Chain-sync's messages in CBOR.</summary>
internal sealed class ChainSyncCodec : MessageCodec<ChainSyncMessage>
{
    public static ChainSyncCodec Instance { get; } = new();

    public override void Encode(ChainSyncMessage message, IBufferWriter<byte> output)
    {
        switch (message)
        {
            case ChainSyncMessage.RequestNext:
                Begin(output, 1, 0);
                break;
            case ChainSyncMessage.AwaitReply:
                Begin(output, 1, 1);
                break;
            case ChainSyncMessage.RollForward forward:
                CborWriter header = Begin(output, 3, 2);
                header.WriteEncoded(forward.Header.Span);
                header.WriteTip(forward.Tip);
                break;
            case ChainSyncMessage.RollBackward backward:
                WritePointAndTip(Begin(output, 3, 3), backward.Point, backward.Tip);
                break;
            case ChainSyncMessage.FindIntersect find:
                CborWriter points = Begin(output, 2, 4);
                points.WriteArrayStart(find.Points.Length);
                foreach (Point point in find.Points)
                    points.WritePoint(point);
                break;
            case ChainSyncMessage.IntersectFound found:
                WritePointAndTip(Begin(output, 3, 5), found.Point, found.Tip);
                break;
            case ChainSyncMessage.IntersectNotFound notFound:
                Begin(output, 2, 6).WriteTip(notFound.Tip);
                break;
            case ChainSyncMessage.Done:
                Begin(output, 1, 7);
                break;
            default:
                throw new InvariantException("chain-sync has no message " + message.GetType().Name);
        }
    }

    protected override ChainSyncMessage? DecodeBody(
        ref CborReader reader, ReadOnlyMemory<byte> bytes, ulong tag, int count) =>
        (tag, count) switch
        {
            (0, 1) => ChainSyncMessage.RequestNext.Instance,
            (1, 1) => ChainSyncMessage.AwaitReply.Instance,
            (2, 3) => new ChainSyncMessage.RollForward(ReadOpaque(ref reader, bytes), reader.ReadTip()),
            (3, 3) => new ChainSyncMessage.RollBackward(reader.ReadPoint(), reader.ReadTip()),
            (4, 2) => new ChainSyncMessage.FindIntersect(ReadPoints(ref reader)),
            (5, 3) => new ChainSyncMessage.IntersectFound(reader.ReadPoint(), reader.ReadTip()),
            (6, 2) => new ChainSyncMessage.IntersectNotFound(reader.ReadTip()),
            (7, 1) => new ChainSyncMessage.Done(),
            _ => null,
        };

    // The reference writes a list of indefinite length, its CDDL allows a definite one, its decoder takes both.
    private static ImmutableArray<Point> ReadPoints(ref CborReader reader)
    {
        int? count = reader.ReadArrayStart();
        ImmutableArray<Point>.Builder points = ImmutableArray.CreateBuilder<Point>();
        while (reader.HasNext(count, points.Count))
            points.Add(reader.ReadPoint());
        return points.ToImmutable();
    }

    private static void WritePointAndTip(CborWriter writer, Point point, Tip tip)
    {
        writer.WritePoint(point);
        writer.WriteTip(tip);
    }
}
