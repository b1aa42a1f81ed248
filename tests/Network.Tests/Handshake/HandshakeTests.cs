using PoolTopology.Network.Bearer;
using PoolTopology.Network.Connections;
using PoolTopology.Network.Handshake;
using PoolTopology.Network.Protocols;
using PoolTopology.Network.Tests.Fakes;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;
using PoolTopology.TestKit.Time;
using Xunit;

namespace PoolTopology.Network.Tests.Handshake;

public sealed class HandshakeTests
{
    private static readonly VersionData Duplex = new(new NetworkMagic(42), false, false, false);

    [Fact]
    public void Both_sides_agree_on_the_highest_version()
    {
        (Agreement? initiator, Agreement? responder) = Run(Duplex, Duplex with { IsSharingPeers = true });
        Assert.Equal(new Agreement(15, Duplex), initiator);
        Assert.Equal(initiator, responder);
        Assert.True(initiator!.IsDuplex);
    }

    [Fact]
    public void InitiatorOnly_on_one_side_makes_the_connection_unidirectional()
    {
        (Agreement? initiator, Agreement? responder) = Run(Duplex with { IsInitiatorOnly = true }, Duplex);
        Assert.False(initiator!.IsDuplex);
        Assert.False(responder!.IsDuplex);
    }

    [Fact]
    public void SimultaneousOpen_both_take_the_others_proposal_as_answer()
    {
        Simulated simulated = new(1);
        (Agreement First, Agreement Second) both = default;
        simulated.Run(async () =>
        {
            (InMemoryBearer a, InMemoryBearer b) = InMemoryBearer.CreatePair(Simulated.Address(1), Simulated.Address(2));
            using HandshakeChannel first = new(a, simulated.Time);
            using HandshakeChannel second = new(b, simulated.Time);
            Task<Agreement> ours = HandshakeInitiator.RunAsync(first, Duplex, default).AsTask();
            Task<Agreement> theirs = HandshakeInitiator.RunAsync(second, Duplex with { IsSharingPeers = true }, default).AsTask();
            both = (await ours, await theirs);
        });
        Assert.Equal(both.First, both.Second);
        Assert.Equal(new Agreement(15, Duplex), both.First);
    }

    [Fact]
    public void AgreeWith_is_symmetric()
    {
        for (int i = 0; i < 256; i++)
        {
            VersionData first = Make(i & 15);
            VersionData second = Make(i >> 4);
            Assert.Equal(first.AgreeWith(second), second.AgreeWith(first));
        }

        static VersionData Make(int bits) => new(new NetworkMagic((uint)(bits & 1)), (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0);
    }

    [Fact]
    public void Proposal_without_a_version_in_common_is_refused_with_ours()
    {
        HandshakeMessage.ProposeVersions old = new(Table((13, Duplex.Encode()), (16, [0x85, 1, 0xf4, 0, 0xf4, 0xf4])));
        (HandshakeMessage answer, Agreement? agreement, HandshakeFailure? failure) = HandshakeResponder.Answer(Duplex, old);
        Assert.Equal(new HandshakeMessage.Refuse(new RefuseReason.VersionMismatch([14, 15])), answer);
        Assert.Null(agreement);
        Assert.Equal(new HandshakeFailure.RefusedByUs(new RefuseReason.VersionMismatch([14, 15])), failure);
        Assert.Equal("820282008" + "20e0f", Convert.ToHexStringLower(HandshakeCodec.Instance.Encode(answer)));
    }

    [Fact]
    public void Proposal_with_unknown_versions_besides_ours_is_accepted()
    {
        HandshakeMessage.ProposeVersions proposal = new(Table(
            (7, [0x82, 2, 0xf4]), (14, Duplex.Encode()), (15, Duplex.Encode()), (99, [0xa1, 1, 2])));
        (HandshakeMessage answer, Agreement? agreement, _) = HandshakeResponder.Answer(Duplex, proposal);
        Assert.Equal(15, Assert.IsType<HandshakeMessage.AcceptVersion>(answer).Version);
        Assert.Equal(15, agreement!.Version);
    }

    [Fact]
    public void Proposal_with_parameters_that_cannot_be_read_is_refused_for_that_version()
    {
        HandshakeMessage.ProposeVersions proposal = new(Table((14, Duplex.Encode()), (15, [0x82, 2, 0xf4])));
        (HandshakeMessage answer, _, _) = HandshakeResponder.Answer(Duplex, proposal);
        Assert.Equal(15, Assert.IsType<RefuseReason.DecodeError>(Assert.IsType<HandshakeMessage.Refuse>(answer).Reason).Version);
    }

    [Fact]
    public void Proposal_of_another_network_is_refused()
    {
        HandshakeMessage.ProposeVersions proposal = new(NodeVersions.Propose(Duplex with { Magic = new NetworkMagic(1) }));
        (HandshakeMessage answer, _, _) = HandshakeResponder.Answer(Duplex, proposal);
        RefuseReason.Refused refused = Assert.IsType<RefuseReason.Refused>(Assert.IsType<HandshakeMessage.Refuse>(answer).Reason);
        Assert.Equal(15, refused.Version);
        Assert.Contains("1 is not 42", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Query_is_answered_with_our_versions()
    {
        HandshakeMessage.ProposeVersions proposal = new(NodeVersions.Propose(Duplex with { IsQuery = true }));
        (HandshakeMessage answer, Agreement? agreement, HandshakeFailure? failure) = HandshakeResponder.Answer(Duplex, proposal);
        Assert.Equal([14, 15], Assert.IsType<HandshakeMessage.QueryReply>(answer).Versions.Versions.Select(version => (int)version));
        Assert.Null(agreement);
        Assert.IsType<HandshakeFailure.Queried>(failure);
    }

    [Theory]
    [InlineData("8200a20e8418" + "2af400f40e84182af400f4", "twice the same version")]
    [InlineData("8200a20f84182af400f40e84182af400f4", "descending versions")]
    [InlineData("8200bf0e84182af400f4ff", "a map of indefinite length")]
    public void Decode_of_a_table_against_the_rules_is_refused(string hex, string because)
    {
        CborException error = Assert.Throws<CborException>(() => HandshakeCodec.Instance.Decode(Convert.FromHexString(hex)));
        Assert.True(error.Offset > 0, because);
    }

    [Fact]
    public void Acceptance_of_what_was_not_proposed_is_a_failure() => Assert.Equal(
        new HandshakeFailure.Unexpected("acceptance of version 16, which was not proposed"),
        Failure(() => HandshakeInitiator.Conclude(Duplex, new HandshakeMessage.AcceptVersion(16, Duplex.Encode()))));

    [Fact]
    public void Acceptance_with_another_network_is_a_failure() => Assert.IsType<HandshakeFailure.NotAcceptable>(Failure(
        () => HandshakeInitiator.Conclude(
            Duplex, new HandshakeMessage.AcceptVersion(15, (Duplex with { Magic = new NetworkMagic(7) }).Encode()))));

    [Fact]
    public void Refusal_is_told_as_it_came()
    {
        RefuseReason.Refused reason = new(14, "not today");
        Assert.Equal(
            new HandshakeFailure.RefusedByPeer(reason),
            Failure(() => HandshakeInitiator.Conclude(Duplex, new HandshakeMessage.Refuse(reason))));
    }

    [Fact]
    public void Silence_ends_the_handshake_after_ten_seconds() => Assert.Equal(
        new CloseReason.HandshakeFailed(new HandshakeFailure.TimedOut(TimeSpan.FromSeconds(10))),
        Receive(async (peer, time) => await Task.Delay(TimeSpan.FromSeconds(11), time)));

    [Fact]
    public void Bytes_that_drip_do_not_stretch_the_ten_seconds() => Assert.Equal(
        new CloseReason.HandshakeFailed(new HandshakeFailure.TimedOut(TimeSpan.FromSeconds(10))),
        Receive(async (peer, time) =>
        {
            foreach (byte next in RawPeer.Proposal())
            {
                await peer.SendAsync(new byte[] { next });
                await Task.Delay(TimeSpan.FromSeconds(1), time);
            }
        }));

    [Fact]
    public void Message_beyond_the_limit_is_refused_at_its_head() => Assert.Equal(
        new CloseReason.HandshakeFailed(new HandshakeFailure.TooLarge(5_760)),
        Receive((peer, _) => peer.SendAsync(RawPeer.Segment(MiniProtocol.Handshake, false, [0x82, 0, 0x59, 0x17, 0x00]))));

    [Fact]
    public void Message_in_several_segments_is_taken()
    {
        byte[] proposal = RawPeer.Proposal()[8..];
        Assert.Null(Receive(async (peer, _) =>
        {
            await peer.SendAsync(RawPeer.Segment(MiniProtocol.Handshake, false, proposal.AsSpan(0, 5)));
            await peer.SendAsync(RawPeer.Segment(MiniProtocol.Handshake, false, proposal.AsSpan(5)));
        }));
    }

    [Fact]
    public void Another_protocol_before_the_handshake_is_refused() => Assert.Equal(
        new CloseReason.UnknownProtocol(2, true),
        Receive((peer, _) => peer.SendAsync(RawPeer.Segment(MiniProtocol.ChainSync, false, [0x81, 0]))));

    [Fact]
    public void End_within_a_segment_is_told_from_an_orderly_one()
    {
        Assert.Equal(new CloseReason.SegmentTruncated(), Receive(async (peer, _) =>
        {
            await peer.SendAsync(RawPeer.Proposal().AsMemory(0, 12));
            await peer.Bearer.Output.CompleteAsync();
        }));
        Assert.Equal(new CloseReason.RemoteClosed(), Receive(async (peer, _) => await peer.Bearer.Output.CompleteAsync()));
    }

    private static VersionTable Table(params (ushort Version, byte[] Data)[] entries) =>
        new([.. entries.Select(entry => KeyValuePair.Create(entry.Version, (ReadOnlyMemory<byte>)entry.Data))]);

    private static HandshakeFailure Failure(Action conclude) => Assert.IsType<CloseReason.HandshakeFailed>(
        Assert.Throws<ConnectionFaultException>(conclude).Reason).Failure;

    // Why our responder ends when a peer does what the test says; null when it agrees.
    private static CloseReason? Receive(Func<RawPeer, VirtualTime, Task> act)
    {
        Simulated simulated = new(1);
        CloseReason? reason = null;
        simulated.Run(async () =>
        {
            (InMemoryBearer ours, InMemoryBearer theirs) = InMemoryBearer.CreatePair(Simulated.Address(1), Simulated.Address(2));
            using HandshakeChannel channel = new(ours, simulated.Time);
            Task acting = act(new RawPeer(theirs), simulated.Time);
            try
            {
                await HandshakeResponder.RunAsync(channel, Duplex, default);
            }
            catch (ConnectionFaultException fault)
            {
                reason = fault.Reason;
            }
            await acting;
        });
        return reason;
    }

    private static (Agreement? Initiator, Agreement? Responder) Run(VersionData initiator, VersionData responder)
    {
        Simulated simulated = new(1);
        (Agreement? Initiator, Agreement? Responder) both = default;
        simulated.Run(async () =>
        {
            (InMemoryBearer a, InMemoryBearer b) = InMemoryBearer.CreatePair(Simulated.Address(1), Simulated.Address(2));
            using HandshakeChannel first = new(a, simulated.Time);
            using HandshakeChannel second = new(b, simulated.Time);
            Task<Agreement> ours = HandshakeInitiator.RunAsync(first, initiator, default).AsTask();
            Task<Agreement> theirs = HandshakeResponder.RunAsync(second, responder, default).AsTask();
            both = (await ours, await theirs);
        });
        return both;
    }
}
