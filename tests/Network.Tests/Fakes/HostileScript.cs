using PoolTopology.Network.Handshake;
using PoolTopology.Network.Protocols;
using PoolTopology.Network.Protocols.BlockFetch;
using PoolTopology.Network.Protocols.ChainSync;
using PoolTopology.Network.Protocols.KeepAlive;
using PoolTopology.Network.Protocols.TxSubmission;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Network.Tests.Fakes;

/// <summary>What a hostile or broken peer may send: from plain noise to a conversation with one wrong byte.</summary>
internal static class HostileScript
{
    public static byte[] Create(Random random) => random.Next(8) switch
    {
        0 => RandomCbor.Bytes(random, 400),
        1 => RandomCbor.Mutate(random, RawPeer.Proposal()),
        2 => [.. RawPeer.Proposal(), .. RandomCbor.Bytes(random, 400)],
        3 => [.. RawPeer.Proposal(), .. RandomSegments(random)],
        4 => RandomCbor.Mutate(random, [.. RawPeer.Proposal(), .. Conversation(random)]),
        5 => [.. RawPeer.Proposal(), .. RandomCbor.Mutate(random, Conversation(random))],
        6 => [.. RawPeer.Proposal(isInitiatorOnly: true), .. Conversation(random)],
        _ => [.. RawPeer.Proposal(), .. MutatedMessages(random)],
    };

    private static byte[] RandomSegments(Random random)
    {
        List<byte> bytes = [];
        ushort[] protocols = [0, 1, 2, 3, 4, 8, 10, 32_767];
        for (int i = random.Next(1, 6); i > 0; i--)
        {
            byte[] payload = random.Next(2) == 0 ? RandomCbor.Bytes(random, 100) : RandomCbor.Item(random, 3);
            bytes.AddRange(RawPeer.Segment(protocols[random.Next(protocols.Length)], random.Next(3) == 0, payload));
        }
        return [.. bytes];
    }

    private static byte[] Conversation(Random random)
    {
        List<byte> bytes = [];
        for (int i = random.Next(1, 8); i > 0; i--)
        {
            (MiniProtocol protocol, byte[] message) = Message(random);
            bytes.AddRange(RawPeer.Segment(protocol, random.Next(10) == 0, message));
        }
        return [.. bytes];
    }

    private static byte[] MutatedMessages(Random random)
    {
        List<byte> bytes = [];
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            (MiniProtocol protocol, byte[] message) = Message(random);
            bytes.AddRange(RawPeer.Segment(protocol, false, RandomCbor.Mutate(random, message)));
        }
        return [.. bytes];
    }

    private static (MiniProtocol Protocol, byte[] Message) Message(Random random)
    {
        Point point = ScriptedBlock.Create((ulong)random.Next(1, 40), 0).Point;
        Tip tip = new(point, new BlockNo(7));
        return random.Next(16) switch
        {
            0 => (MiniProtocol.ChainSync, Of(ChainSyncMessage.RequestNext.Instance)),
            1 => (MiniProtocol.ChainSync, Of(new ChainSyncMessage.FindIntersect([point, Point.Origin]))),
            2 => (MiniProtocol.ChainSync, Of(new ChainSyncMessage.FindIntersect([]))),
            3 => (MiniProtocol.ChainSync, Of(new ChainSyncMessage.Done())),
            4 => (MiniProtocol.ChainSync, Of(new ChainSyncMessage.RollBackward(point, tip))),
            5 => (MiniProtocol.BlockFetch, BlockFetchCodec.Instance.Encode(new BlockFetchMessage.RequestRange(point, point))),
            6 => (MiniProtocol.BlockFetch, BlockFetchCodec.Instance.Encode(new BlockFetchMessage.RequestRange(Point.Origin, point))),
            7 => (MiniProtocol.BlockFetch, BlockFetchCodec.Instance.Encode(new BlockFetchMessage.ClientDone())),
            8 => (MiniProtocol.BlockFetch, BlockFetchCodec.Instance.Encode(new BlockFetchMessage.BatchDone())),
            9 => (MiniProtocol.KeepAlive, KeepAliveCodec.Instance.Encode(new KeepAliveMessage.KeepAlive(9))),
            10 => (MiniProtocol.KeepAlive, KeepAliveCodec.Instance.Encode(new KeepAliveMessage.Done())),
            11 => (MiniProtocol.TxSubmission, TxSubmissionCodec.Instance.Encode(new TxSubmissionMessage.Init())),
            12 => (MiniProtocol.TxSubmission, TxSubmissionCodec.Instance.Encode(
                new TxSubmissionMessage.ReplyTxIds([new TxIdAndSize(new byte[] { 0x81, 0x01 }, 5)]))),
            13 => (MiniProtocol.TxSubmission, TxSubmissionCodec.Instance.Encode(new TxSubmissionMessage.Done())),
            14 => (MiniProtocol.Handshake, HandshakeCodec.Instance.Encode(new HandshakeMessage.Refuse(new RefuseReason.Refused(14, "")))),
            _ => (MiniProtocol.PeerSharing, [0x82, 0x00, 0x07]),
        };
    }

    private static byte[] Of(ChainSyncMessage message) => ChainSyncCodec.Instance.Encode(message);
}
