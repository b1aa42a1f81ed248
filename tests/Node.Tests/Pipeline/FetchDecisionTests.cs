using System.Collections.Immutable;
using PoolTopology.Ledger.Types;
using PoolTopology.Node.Pipeline;
using PoolTopology.Primitives.Chain;
using PoolTopology.TestKit.Chain;
using Xunit;

namespace PoolTopology.Node.Tests.Pipeline;

public sealed class FetchDecisionTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 1, 0, TimeSpan.Zero);
    private static readonly TestNetwork Network = TestNetwork.Create();

    // One chain of ten blocks, of which we have the first three.
    private static readonly ImmutableList<BlockHeader> Headers =
        [.. TestForge.Extend(Network, Network.Genesis, 10).Select(block => Block.Decode(block.StoredBytes).Header)];

    private static readonly FetchLimits Limits = new() { RequestsPerPeerMax = 1, BlocksPerRequestMax = 4 };

    [Fact]
    public void Missing_blocks_of_the_better_chain_are_asked_for_up_to_the_limit()
    {
        FetchRequest request = Assert.Single(Decide(State(Candidate("a"))).Requests);
        Assert.Equal("a", request.Peer);
        Assert.Equal(Headers.Skip(3).Take(4).Select(header => header.Point), request.Points);
        Assert.Equal(
            Headers.Skip(3).Take(4).Sum(header => header.BodySizeBytes + header.Bytes.Length + 16), request.SizeBytes);
    }

    [Fact]
    public void Chain_that_is_not_better_is_declined() =>
        Assert.Equal(
            FetchDeclined.NotPreferable,
            Decide(State(Candidate("a", to: 3)))
                .Declined["a"]);

    [Fact]
    public void Peer_without_headers_is_declined() =>
        Assert.Equal(FetchDeclined.NotPreferable, Decide(State(Candidate("a", from: 3, to: 3))).Declined["a"]);

    [Fact]
    public void On_an_empty_chain_anything_is_better() =>
        Assert.Equal(
            Headers.Take(4).Select(header => header.Point),
            Assert.Single(Decide(State(Candidate("a")) with { OurTip = null, IsStored = _ => false }).Requests).Points);

    [Fact]
    public void Block_is_asked_of_one_peer_only()
    {
        (ImmutableArray<FetchRequest> requests, ImmutableSortedDictionary<string, FetchDeclined> declined) =
            Decide(State(Candidate("a", to: 7), Candidate("b", to: 7)));
        Assert.Equal("a", Assert.Single(requests).Peer);
        Assert.Equal(FetchDeclined.OnItsWayFromAnother, declined["b"]);
    }

    [Fact]
    public void Second_peer_brings_what_the_first_was_not_asked_for()
    {
        ImmutableArray<FetchRequest> requests = Decide(State(Candidate("a"), Candidate("b"))).Requests;
        Assert.Equal(Headers.Skip(3).Select(header => header.Point), requests.SelectMany(request => request.Points));
    }

    [Fact]
    public void Longer_chain_is_served_first()
    {
        ImmutableArray<FetchRequest> requests = Decide(State(Candidate("a", to: 5), Candidate("b", to: 10))).Requests;
        Assert.Equal("b", requests[0].Peer);
    }

    [Fact]
    public void Peer_with_a_request_under_way_is_left_alone() =>
        Assert.Equal(
            FetchDeclined.RequestUnderWay,
            Decide(State(Candidate("a")) with { InFlight = InFlight("a", Now) }).Declined["a"]);

    [Fact]
    public void Peer_is_asked_for_the_next_blocks_while_it_answers()
    {
        FetchLimits limits = Limits with { RequestsPerPeerMax = 3, BlocksPerRequestMax = 2 };
        FetchState fresh = State(Candidate("a"));
        ImmutableArray<FetchRequest> requests = FetchDecision.Decide(fresh, limits).Requests;
        Assert.Equal([2, 2, 2], requests.Select(request => request.Points.Length));
        Assert.Equal(
            Headers.Skip(3).Take(6).Select(header => header.Point), requests.SelectMany(request => request.Points));

        FetchState busy = fresh with { InFlight = InFlight("a", Now) };
        requests = FetchDecision.Decide(busy, limits).Requests;
        Assert.Equal(Headers.Skip(7).Select(header => header.Point), requests.SelectMany(request => request.Points));
    }

    [Theory]
    [InlineData(5.0, false)]
    [InlineData(5.001, true)]
    public void Late_peer_loses_its_exclusive_right(double secondsAgo, bool isAskedOfAnother)
    {
        FetchState state = State(Candidate("a", to: 7), Candidate("b", to: 7)) with
        {
            InFlight = InFlight("a", Now.AddSeconds(-secondsAgo)),
        };
        Assert.Equal(isAskedOfAnother, Decide(state).Requests.Any(request => request.Peer == "b"));
    }

    [Fact]
    public void Stored_blocks_are_not_asked_for_again() =>
        Assert.Equal(FetchDeclined.NothingMissing, Decide(State(Candidate("a")) with { IsStored = _ => true }).Declined["a"]);

    [Fact]
    public void Range_ends_where_a_block_is_stored_already()
    {
        FetchState state = State(Candidate("a")) with
        {
            IsStored = point => IndexOf(point) < 3 || IndexOf(point) == 5,
        };
        Assert.Equal(
            Headers.Skip(3).Take(2).Select(header => header.Point), Assert.Single(Decide(state).Requests).Points);
    }

    [Fact]
    public void One_block_may_exceed_the_byte_limit_alone() =>
        Assert.Equal(
            Headers[3].Point,
            Assert.Single(Assert.Single(
                FetchDecision.Decide(State(Candidate("a")), Limits with { BytesPerRequestMax = 1 }).Requests).Points));

    private static (ImmutableArray<FetchRequest> Requests, ImmutableSortedDictionary<string, FetchDeclined> Declined) Decide(
        FetchState state) => FetchDecision.Decide(state, Limits);

    private static FetchState State(params CandidateView[] candidates) => new()
    {
        Now = Now,
        OurTip = Headers[2],
        Candidates = [.. candidates],
        InFlight = [],
        IsStored = point => IndexOf(point) < 3,
    };

    private static CandidateView Candidate(string peer, int from = 0, int to = 10)
    {
        ImmutableList<BlockHeader> headers = Headers.GetRange(from, to - from);
        return new CandidateView(
            peer, from == 0 ? Point.Origin : Headers[from - 1].Point, headers, true, Headers[to - 1].Tip);
    }

    private static ImmutableArray<InFlight> InFlight(string peer, DateTimeOffset since) =>
        [new InFlight(peer, [.. Headers.Skip(3).Take(4).Select(header => header.Hash)], since)];

    private static int IndexOf(Point point) => Headers.FindIndex(header => header.Point == point);
}
