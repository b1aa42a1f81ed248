using System.Net;
using PoolTopology.Network.Handshake;
using PoolTopology.Network.Protocols.BlockFetch;
using PoolTopology.Network.Protocols.ChainSync;
using PoolTopology.Network.Protocols.KeepAlive;
using PoolTopology.Network.Protocols.Machine;
using PoolTopology.Network.Protocols.PeerSharing;
using PoolTopology.Network.Protocols.TxSubmission;
using PoolTopology.Network.Tests.Fakes;
using PoolTopology.Primitives.Chain;
using PoolTopology.TestKit.Vectors;
using Xunit;

namespace PoolTopology.Network.Tests.Protocols;

public sealed class MessageVectorTests
{
    [VectorFact]
    public void ChainSync_messages_mean_what_is_said_and_encode_back()
    {
        IReadOnlyList<ChainSyncMessage> messages = RoundTrip("chainsync", ChainSyncCodec.Instance, type => type switch
        {
            "RequestNext" => typeof(ChainSyncMessage.RequestNext),
            "AwaitReply" => typeof(ChainSyncMessage.AwaitReply),
            "RollForward" => typeof(ChainSyncMessage.RollForward),
            "RollBackward" => typeof(ChainSyncMessage.RollBackward),
            "FindIntersect" => typeof(ChainSyncMessage.FindIntersect),
            "IntersectFound" => typeof(ChainSyncMessage.IntersectFound),
            "IntersectNotFound" => typeof(ChainSyncMessage.IntersectNotFound),
            "Done" => typeof(ChainSyncMessage.Done),
            _ => null,
        });
        Tip tip = new(
            new Point(new Slot(55_709_684), Hash32.Parse("1979d7dd2c7211cb7ce393c83aceca09675ec7786741620676e16c3ad3ac8103")),
            new BlockNo(3_478_323));
        Assert.Contains(new ChainSyncMessage.RollBackward(Point.Origin, tip), messages);
        Assert.Contains(new ChainSyncMessage.IntersectFound(Point.Origin, tip), messages);
        Assert.Contains(new ChainSyncMessage.IntersectNotFound(tip), messages);
        Assert.Contains(messages.OfType<ChainSyncMessage.FindIntersect>(), find => find.Points.SequenceEqual([Point.Origin]));
        Assert.Contains(messages.OfType<ChainSyncMessage.FindIntersect>(), find => find.Points.SequenceEqual(
            [new Point(new Slot(1_598_399), Hash32.Parse("7e16781b40ebf8b6da18f7b5e8ade855d6738095ef2f1c58c77e88b6e45997a4"))]));
    }

    [VectorFact]
    public void ChainSync_roll_forward_with_real_headers_encodes_back()
    {
        string[] files = Directory.GetFiles(VectorFiles.PathOf("network/gouroboros-chainsync"), "rollforward_ntn_*.hex");
        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            byte[] bytes = Convert.FromHexString(File.ReadAllText(file).Trim());
            ChainSyncMessage.RollForward forward =
                Assert.IsType<ChainSyncMessage.RollForward>(ChainSyncCodec.Instance.Decode(bytes));
            Assert.Equal(bytes, ChainSyncCodec.Instance.Encode(forward));
            Assert.False(forward.Tip.IsGenesis);
            // Byron: [0, [[kind, size], tag24]]; Shelley: [1, tag24].
            Assert.Equal(file.Contains("byron", StringComparison.Ordinal) ? 0 : 1, forward.Header.Span[1]);
        }
    }

    [VectorFact]
    public void BlockFetch_messages_mean_what_is_said_and_encode_back()
    {
        // The range of the vectors has hashes of 8 bytes, which no chain has: points of 32 are tested below.
        IReadOnlyList<BlockFetchMessage> messages = RoundTrip("blockfetch", BlockFetchCodec.Instance, type => type switch
        {
            "ClientDone" => typeof(BlockFetchMessage.ClientDone),
            "StartBatch" => typeof(BlockFetchMessage.StartBatch),
            "NoBlocks" => typeof(BlockFetchMessage.NoBlocks),
            "Block" => typeof(BlockFetchMessage.Block),
            "BatchDone" => typeof(BlockFetchMessage.BatchDone),
            _ => null,
        }, except: "RequestRange");
        Assert.Equal([0x82, 0x06, 0x82, 0x01, 0x02], messages.OfType<BlockFetchMessage.Block>().Single().Stored.ToArray());
    }

    [Fact]
    public void BlockFetch_range_round_trips()
    {
        Point first = new(new Slot(123), Hash32.Parse(new string('a', 64)));
        Point last = new(new Slot(456), Hash32.Parse(new string('b', 64)));
        BlockFetchMessage.RequestRange range = new(first, last);
        byte[] bytes = BlockFetchCodec.Instance.Encode(range);
        Assert.Equal(Convert.FromHexString($"830082187b5820{new string('a', 64)}821901c85820{new string('b', 64)}"), bytes);
        Assert.Equal(range, BlockFetchCodec.Instance.Decode(bytes));
    }

    [VectorFact]
    public void KeepAlive_messages_mean_what_is_said_and_encode_back()
    {
        IReadOnlyList<KeepAliveMessage> messages = RoundTrip("keepalive", KeepAliveCodec.Instance, type => type switch
        {
            "KeepAlive" => typeof(KeepAliveMessage.KeepAlive),
            "KeepAliveResponse" => typeof(KeepAliveMessage.Response),
            "Done" => typeof(KeepAliveMessage.Done),
            _ => null,
        });
        Assert.Contains(new KeepAliveMessage.KeepAlive(12_345), messages);
        Assert.Contains(new KeepAliveMessage.Response(12_345), messages);
    }

    [VectorFact]
    public void TxSubmission_messages_mean_what_is_said_and_encode_back()
    {
        // The vectors give the first bytes of those messages that carry lists.
        Dictionary<string, Type> types = new()
        {
            ["RequestTxIds"] = typeof(TxSubmissionMessage.RequestTxIdsBlocking),
            ["Done"] = typeof(TxSubmissionMessage.Done),
            ["Init"] = typeof(TxSubmissionMessage.Init),
        };
        foreach (MessageVector vector in MessageVector.Of("txsubmission"))
        {
            if (types.TryGetValue(vector.Type, out Type? type))
                AssertRoundTrip(TxSubmissionCodec.Instance, vector, type);
        }
        byte[] item = [0x82, 0x01, 0x41, 0x07];
        (TxSubmissionMessage Message, string Hex)[] lists =
        [
            (new TxSubmissionMessage.ReplyTxIds([new TxIdAndSize(item, 100)]), "82019f82820141071864ff"),
            (new TxSubmissionMessage.RequestTxs([item]), "82029f82014107ff"),
            (new TxSubmissionMessage.ReplyTxs([item, item]), "82039f8201410782014107ff"),
            (new TxSubmissionMessage.ReplyTxIds([]), "82019fff"),
        ];
        foreach ((TxSubmissionMessage message, string hex) in lists)
        {
            byte[] bytes = TxSubmissionCodec.Instance.Encode(message);
            Assert.Equal(hex, Convert.ToHexStringLower(bytes));
            TxSubmissionMessage back = TxSubmissionCodec.Instance.Decode(bytes);
            Assert.Equal(message.GetType(), back.GetType());
            Assert.Equal(bytes, TxSubmissionCodec.Instance.Encode(back));
        }
    }

    [VectorFact]
    public void PeerSharing_messages_mean_what_is_said_and_encode_back()
    {
        IReadOnlyList<PeerSharingMessage> messages = RoundTrip("peersharing", PeerSharingCodec.Instance, type => type switch
        {
            "ShareRequest" => typeof(PeerSharingMessage.ShareRequest),
            "SharePeers" => typeof(PeerSharingMessage.SharePeers),
            "Done" => typeof(PeerSharingMessage.Done),
            _ => null,
        });
        Assert.Contains(new PeerSharingMessage.ShareRequest(7), messages);
        Assert.Equal("1.2.3.4:3001", Assert.Single(messages.OfType<PeerSharingMessage.SharePeers>().Single().Addresses).ToString());
    }

    [Fact]
    public void PeerSharing_ipv6_round_trips()
    {
        PeerSharingMessage.SharePeers share = new([new IPEndPoint(IPAddress.Parse("2001:db8::1"), 3001)]);
        byte[] bytes = PeerSharingCodec.Instance.Encode(share);
        Assert.Equal("82018186011a20010db8000001190bb9", Convert.ToHexStringLower(bytes));
        PeerSharingMessage back = PeerSharingCodec.Instance.Decode(bytes);
        Assert.Equal("[2001:db8::1]:3001", Assert.Single(Assert.IsType<PeerSharingMessage.SharePeers>(back).Addresses).ToString());
    }

    [VectorFact]
    public void Handshake_messages_mean_what_is_said_and_encode_back()
    {
        IReadOnlyList<HandshakeMessage> messages = RoundTrip("handshake", HandshakeCodec.Instance, type => type switch
        {
            "ProposeVersions" => typeof(HandshakeMessage.ProposeVersions),
            "AcceptVersion" => typeof(HandshakeMessage.AcceptVersion),
            "Refuse" => typeof(HandshakeMessage.Refuse),
            _ => null,
        });
        Assert.Equal([7, 8, 9, 10], messages.OfType<HandshakeMessage.ProposeVersions>().Single().Versions.Versions.Select(v => (int)v));
        Assert.Contains(new HandshakeMessage.Refuse(new RefuseReason.VersionMismatch([7, 8, 9, 10])), messages);
        Assert.Contains(new HandshakeMessage.Refuse(new RefuseReason.DecodeError(1, "foo")), messages);
        Assert.Contains(new HandshakeMessage.Refuse(new RefuseReason.Refused(1, "foo")), messages);
        Assert.Equal(10, messages.OfType<HandshakeMessage.AcceptVersion>().Single().Version);
    }

    [VectorFact]
    public void Handshake_messages_of_the_blueprint_encode_back()
    {
        string[] files = Directory.GetFiles(VectorFiles.PathOf("network/blueprint-handshake"));
        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            byte[] bytes = Convert.FromHexString(File.ReadAllText(file).Trim());
            HandshakeMessage message = HandshakeCodec.Instance.Decode(bytes);
            Assert.True(bytes.AsSpan().SequenceEqual(HandshakeCodec.Instance.Encode(message)), file);
            if (message is HandshakeMessage.ProposeVersions propose)
            {
                foreach ((_, ReadOnlyMemory<byte> data) in propose.Versions.Entries)
                    Assert.True(data.Span.SequenceEqual(VersionData.Decode(data).Encode()), file);
            }
        }
    }

    private static List<TMessage> RoundTrip<TMessage>(
        string protocol, MessageCodec<TMessage> codec, Func<string, Type?> typeOf, string? except = null)
        where TMessage : class
    {
        List<TMessage> messages = [];
        foreach (MessageVector vector in MessageVector.Of(protocol).Where(vector => vector.Type != except))
            messages.Add(AssertRoundTrip(codec, vector, typeOf(vector.Type)));
        Assert.NotEmpty(messages);
        return messages;
    }

    private static TMessage AssertRoundTrip<TMessage>(MessageCodec<TMessage> codec, MessageVector vector, Type? type)
        where TMessage : class
    {
        TMessage message = codec.Decode(vector.Bytes);
        Assert.True(message.GetType() == type, $"{vector} was read as {message.GetType().Name}");
        Assert.True(codec.Encode(message).AsSpan().SequenceEqual(vector.Bytes), $"{vector} was written otherwise");
        return message;
    }
}
