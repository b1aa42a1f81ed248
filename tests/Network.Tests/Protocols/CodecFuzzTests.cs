using PoolTopology.Network.Handshake;
using PoolTopology.Network.Protocols.BlockFetch;
using PoolTopology.Network.Protocols.ChainSync;
using PoolTopology.Network.Protocols.KeepAlive;
using PoolTopology.Network.Protocols.Machine;
using PoolTopology.Network.Protocols.PeerSharing;
using PoolTopology.Network.Protocols.TxSubmission;
using PoolTopology.Network.Tests.Fakes;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;
using Xunit;

namespace PoolTopology.Network.Tests.Protocols;

/// <summary>Every decoder, on bytes that are nearly right and on bytes that are not: a message, or CborException.</summary>
public sealed class CodecFuzzTests
{
    private const int Rounds = 20_000;

    private static readonly Tip Tip = new(new Point(new Slot(7), Hash32.Parse(new string('c', 64))), new BlockNo(3));

    [Fact]
    public void Handshake_decoder_never_does_anything_but_decode_or_refuse() => Fuzz(
        HandshakeCodec.Instance,
        new HandshakeMessage.ProposeVersions(NodeVersions.Propose(new VersionData(new NetworkMagic(42), false, false, false))),
        new HandshakeMessage.QueryReply(NodeVersions.Propose(new VersionData(new NetworkMagic(42), true, true, true))),
        new HandshakeMessage.AcceptVersion(15, new VersionData(new NetworkMagic(42), false, false, false).Encode()),
        new HandshakeMessage.Refuse(new RefuseReason.VersionMismatch([14, 15])),
        new HandshakeMessage.Refuse(new RefuseReason.DecodeError(14, "why")),
        new HandshakeMessage.Refuse(new RefuseReason.Refused(15, "because")));

    [Fact]
    public void VersionData_decoder_never_does_anything_but_decode_or_refuse()
    {
        byte[] valid = new VersionData(new NetworkMagic(764_824_073), false, true, false).Encode();
        for (int seed = 0; seed < Rounds; seed++)
            Attempt(seed, bytes => VersionData.Decode(bytes), RandomCbor.Mutate(new Random(seed), valid));
    }

    [Fact]
    public void ChainSync_decoder_never_does_anything_but_decode_or_refuse() => Fuzz(
        ChainSyncCodec.Instance,
        ChainSyncMessage.RequestNext.Instance,
        ChainSyncMessage.AwaitReply.Instance,
        new ChainSyncMessage.RollForward(ScriptedBlock.Create(5, 2).Header, Tip),
        new ChainSyncMessage.RollBackward(Point.Origin, Tip),
        new ChainSyncMessage.FindIntersect([Tip.Point, Point.Origin]),
        new ChainSyncMessage.IntersectFound(Tip.Point, Tip),
        new ChainSyncMessage.IntersectNotFound(Tip),
        new ChainSyncMessage.Done());

    [Fact]
    public void BlockFetch_decoder_never_does_anything_but_decode_or_refuse() => Fuzz(
        BlockFetchCodec.Instance,
        new BlockFetchMessage.RequestRange(Tip.Point, Tip.Point),
        new BlockFetchMessage.ClientDone(),
        new BlockFetchMessage.StartBatch(),
        new BlockFetchMessage.NoBlocks(),
        new BlockFetchMessage.Block(ScriptedBlock.Create(5, 2).Stored),
        new BlockFetchMessage.BatchDone());

    [Fact]
    public void KeepAlive_decoder_never_does_anything_but_decode_or_refuse() => Fuzz(
        KeepAliveCodec.Instance,
        new KeepAliveMessage.KeepAlive(65_535),
        new KeepAliveMessage.Response(0),
        new KeepAliveMessage.Done());

    [Fact]
    public void TxSubmission_decoder_never_does_anything_but_decode_or_refuse()
    {
        byte[] item = [0x82, 0x06, 0x41, 0x01];
        Fuzz(
            TxSubmissionCodec.Instance,
            new TxSubmissionMessage.Init(),
            new TxSubmissionMessage.RequestTxIdsBlocking(0, 10),
            new TxSubmissionMessage.RequestTxIdsNonBlocking(1, 2),
            new TxSubmissionMessage.ReplyTxIds([new TxIdAndSize(item, 300), new TxIdAndSize(item, 4)]),
            new TxSubmissionMessage.RequestTxs([item]),
            new TxSubmissionMessage.ReplyTxs([item, item]),
            new TxSubmissionMessage.Done());
    }

    [Fact]
    public void PeerSharing_decoder_never_does_anything_but_decode_or_refuse() => Fuzz(
        PeerSharingCodec.Instance,
        new PeerSharingMessage.ShareRequest(255),
        new PeerSharingMessage.SharePeers([Simulated.Address(1), new System.Net.IPEndPoint(System.Net.IPAddress.IPv6Loopback, 1)]),
        new PeerSharingMessage.Done());

    private static void Fuzz<TMessage>(MessageCodec<TMessage> codec, params TMessage[] messages)
        where TMessage : class
    {
        foreach (TMessage message in messages)
        {
            byte[] valid = codec.Encode(message);
            Assert.Equal(valid, codec.Encode(codec.Decode(valid)));
            for (int length = 0; length < valid.Length; length++)
                Assert.Throws<CborException>(() => codec.Decode(valid.AsMemory(0, length)));
            Assert.Throws<CborException>(() => codec.Decode((byte[])[.. valid, 0]));
        }
        for (int seed = 0; seed < Rounds; seed++)
        {
            Random random = new(seed);
            byte[] bytes = random.Next(4) == 0
                ? RandomCbor.Bytes(random, 60)
                : RandomCbor.Mutate(random, codec.Encode(messages[random.Next(messages.Length)]));
            Attempt(seed, input => codec.Encode(codec.Decode(input)), bytes);
        }
    }

    private static void Attempt(int seed, Action<ReadOnlyMemory<byte>> decode, byte[] bytes)
    {
        try
        {
            decode(bytes);
        }
        catch (CborException)
        {
            // Refused, as it may be.
        }
        catch (Exception error)
        {
            Assert.Fail($"seed {seed}, {Convert.ToHexStringLower(bytes)}: {error}");
        }
    }
}
