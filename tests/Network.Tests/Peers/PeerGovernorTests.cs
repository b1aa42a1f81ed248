using System.Collections.Immutable;
using System.Net;
using PoolTopology.Network.Peers;
using PoolTopology.Network.Tests.Fakes;
using Xunit;

namespace PoolTopology.Network.Tests.Peers;

public sealed class PeerGovernorTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly IPEndPoint A = Simulated.Address(1);
    private static readonly IPEndPoint B = Simulated.Address(2);
    private static readonly IPEndPoint C = Simulated.Address(3);

    [Fact]
    public void AllMembers_are_linked_when_all_are_wanted() => Assert.Equal(
        [Start(A), Start(B)],
        Decide(Group(2, 2, A, B)).OrderBy(action => action.Peer, PeerOrder.Instance));

    [Fact]
    public void Links_are_as_many_as_the_warm_valency() => Assert.Equal(2, Decide(Group(1, 2, A, B, C)).Length);

    [Fact]
    public void Valency_beyond_the_members_means_all() => Assert.Equal(2, Decide(Group(5, 9, A, B)).Length);

    [Fact]
    public void Choice_among_members_depends_on_the_seed_and_on_nothing_else()
    {
        HashSet<string> choices = [];
        for (int seed = 0; seed < 50; seed++)
        {
            string choice = string.Join(' ', Decide(Group(1, 1, A, B, C), seed: seed).Select(action => action.Peer));
            Assert.Equal(choice, string.Join(' ', Decide(Group(1, 1, A, B, C), seed: seed).Select(action => action.Peer)));
            choices.Add(choice);
        }
        Assert.Equal(3, choices.Count);
    }

    [Fact]
    public void LinkThat_is_in_no_group_is_stopped() => Assert.Equal(
        [new GovernorAction.StopLink(C, StopCause.NotInTargets)],
        Decide(Group(1, 1, A), links: [(A, Hot()), (C, Hot())]));

    [Fact]
    public void Surplus_is_stopped_coldest_first() => Assert.Equal(
        [new GovernorAction.StopLink(B, StopCause.Surplus)],
        Decide(Group(1, 2, A, B, C), links: [(A, Hot()), (B, Cold(1)), (C, Warm())]));

    [Fact]
    public void ConnectedPeer_is_promoted_up_to_the_hot_valency()
    {
        GovernorAction[] actions = Decide(Group(1, 3, A, B, C), links: [(A, Warm()), (B, Warm()), (C, Cold(0))]);
        GovernorAction.Promote promoted = Assert.IsType<GovernorAction.Promote>(Assert.Single(actions));
        Assert.NotEqual(C, promoted.Peer);
    }

    [Fact]
    public void HotPeers_beyond_the_valency_are_demoted() => Assert.Equal(
        [new GovernorAction.Demote(B)],
        Decide(Group(1, 2, A, B), links: [(A, Hot()), (B, Hot())]));

    [Fact]
    public void FailingPeer_makes_place_for_one_that_is_not_linked() => Assert.Equal(
        [new GovernorAction.StopLink(A, StopCause.Unreachable), Start(B)],
        Decide(Group(1, 1, A, B), links: [(A, Cold(PeerGovernor.FailuresMax))]));

    [Fact]
    public void FailingPeer_stays_while_nobody_can_take_its_place()
    {
        Assert.Empty(Decide(Group(1, 1, A), links: [(A, Cold(50))]));
        Assert.Empty(Decide(Group(1, 2, A, B), links: [(A, Cold(50)), (B, Cold(50))]));
    }

    [Fact]
    public void PeerThat_failed_a_moment_ago_takes_nobodys_place()
    {
        Assert.Empty(Decide(Group(1, 1, A, B), links: [(A, Cold(3))], dropped: [(B, Now - TimeSpan.FromSeconds(29))]));
        Assert.NotEmpty(Decide(Group(1, 1, A, B), links: [(A, Cold(3))], dropped: [(B, Now - TimeSpan.FromSeconds(30))]));
    }

    [Fact]
    public void PeerThat_fails_less_often_than_that_keeps_its_turn() =>
        Assert.Empty(Decide(Group(1, 1, A, B), links: [(A, Cold(PeerGovernor.FailuresMax - 1))]));

    [Fact]
    public void Decisions_done_again_and_again_come_to_rest()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            IPEndPoint[] peers = [.. Enumerable.Range(1, 8).Select(host => Simulated.Address((byte)host))];
            int cut = random.Next(peers.Length);
            ImmutableArray<ResolvedGroup> groups = [Random(random, peers[..cut]), Random(random, peers[cut..])];
            SortedDictionary<IPEndPoint, LinkView> links = new(PeerOrder.Instance);
            foreach (IPEndPoint peer in peers.Where(_ => random.Next(2) == 0))
                links[peer] = random.Next(2) == 0 ? Hot() : Warm();
            int rounds = 0;
            while (Apply(groups, links, random))
                Assert.True(++rounds < 10, $"seed {seed}: still acting after {rounds} rounds");
            foreach (ResolvedGroup group in groups)
            {
                Assert.Equal(Math.Min(group.WarmValency, group.Members.Length), group.Members.Count(links.ContainsKey));
                Assert.Equal(
                    Math.Min(group.HotValency, Math.Min(group.WarmValency, group.Members.Length)),
                    group.Members.Count(peer => links.TryGetValue(peer, out LinkView link) && link.Wanted == PeerTemperature.Hot));
            }
        }
    }

    // Does what is decided, with peers that always answer.
    private static bool Apply(ImmutableArray<ResolvedGroup> groups, SortedDictionary<IPEndPoint, LinkView> links, Random random)
    {
        GovernorState state = new(groups, links.ToImmutableSortedDictionary(PeerOrder.Instance), Dropped([]));
        ImmutableArray<GovernorAction> actions = PeerGovernor.Decide(state, Now, random);
        foreach (GovernorAction action in actions)
        {
            if (action is GovernorAction.StopLink)
                links.Remove(action.Peer);
            else
                links[action.Peer] = action is GovernorAction.Promote ? Hot() : Warm();
        }
        return !actions.IsEmpty;
    }

    private static ResolvedGroup Random(Random random, IPEndPoint[] members)
    {
        int warm = random.Next(6);
        return Group(random.Next(warm + 1), warm, members);
    }

    private static ResolvedGroup Group(int hot, int warm, params IPEndPoint[] members) => new([.. members], hot, warm, true, false);

    private static GovernorAction.StartLink Start(IPEndPoint peer) => new(peer, true, false);

    private static LinkView Hot() => new(PeerTemperature.Hot, PeerTemperature.Hot, 0);

    private static LinkView Warm() => new(PeerTemperature.Warm, PeerTemperature.Warm, 0);

    private static LinkView Cold(int failures) => new(PeerTemperature.Cold, PeerTemperature.Warm, failures);

    private static ImmutableSortedDictionary<IPEndPoint, DateTimeOffset> Dropped((IPEndPoint Peer, DateTimeOffset At)[] dropped) =>
        dropped.ToImmutableSortedDictionary(entry => entry.Peer, entry => entry.At, PeerOrder.Instance);

    private static GovernorAction[] Decide(
        ResolvedGroup group,
        (IPEndPoint Peer, LinkView View)[]? links = null,
        (IPEndPoint Peer, DateTimeOffset At)[]? dropped = null,
        int seed = 1)
    {
        GovernorState state = new(
            [group],
            (links ?? []).ToImmutableSortedDictionary(link => link.Peer, link => link.View, PeerOrder.Instance),
            Dropped(dropped ?? []));
        return [.. PeerGovernor.Decide(state, Now, new Random(seed))];
    }
}
