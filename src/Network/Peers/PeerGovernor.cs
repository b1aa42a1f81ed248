using System.Collections.Immutable;
using System.Net;

namespace PoolTopology.Network.Peers;

/// <summary>Decides which peers to be connected with, and which of those to follow. Pure.</summary>
/// <remarks>
/// For each group: as many links as its warm valency, of which as many hot as its hot valency. A link that keeps
/// failing makes place for another member that is not linked, if there is one; where all members are wanted a link is
/// never given up.
/// </remarks>
internal static class PeerGovernor
{
    /// <summary>Failed attempts after which another member of the group is tried.</summary>
    public const int FailuresMax = 3;

    /// <summary>How long a member that did not answer waits for its next turn, while others may have theirs.</summary>
    public static readonly TimeSpan DroppedWait = TimeSpan.FromSeconds(30);

    public static ImmutableArray<GovernorAction> Decide(GovernorState state, DateTimeOffset now, Random random)
    {
        ImmutableArray<GovernorAction>.Builder actions = ImmutableArray.CreateBuilder<GovernorAction>();
        foreach (IPEndPoint peer in state.Links.Keys)
        {
            if (!state.Groups.Any(group => group.Members.Contains(peer)))
                actions.Add(new GovernorAction.StopLink(peer, StopCause.NotInTargets));
        }
        foreach (ResolvedGroup group in state.Groups)
        {
            DecideLinks(group, state, now, random, actions);
            DecideTemperatures(group, state, random, actions);
        }
        return actions.ToImmutable();
    }

    private static void DecideLinks(
        ResolvedGroup group,
        GovernorState state,
        DateTimeOffset now,
        Random random,
        ImmutableArray<GovernorAction>.Builder actions)
    {
        List<IPEndPoint> linked = [.. group.Members.Where(state.Links.ContainsKey)];
        int wanted = Math.Min(group.WarmValency, group.Members.Length);
        // Those that answer stay: the hottest first, then those that failed least.
        IEnumerable<IPEndPoint> surplus = linked
            .OrderByDescending(peer => state.Links[peer].Temperature)
            .ThenBy(peer => state.Links[peer].ConsecutiveFailures)
            .Skip(wanted);
        foreach (IPEndPoint peer in surplus)
            actions.Add(new GovernorAction.StopLink(peer, StopCause.Surplus));
        Queue<IPEndPoint> candidates = Candidates(group, state, random);
        for (int missing = wanted - linked.Count; missing > 0 && candidates.TryDequeue(out IPEndPoint? next); missing--)
            actions.Add(new GovernorAction.StartLink(next, group.IsLocalRoot, group.IsTrustable));
        if (linked.Count > wanted)
            return;
        foreach (IPEndPoint peer in linked.Where(peer => IsFailing(state.Links[peer])))
        {
            if (!candidates.TryPeek(out IPEndPoint? other) || !MayReplace(other, state, now))
                return;
            actions.Add(new GovernorAction.StopLink(peer, StopCause.Unreachable));
            actions.Add(new GovernorAction.StartLink(candidates.Dequeue(), group.IsLocalRoot, group.IsTrustable));
        }
    }

    private static void DecideTemperatures(
        ResolvedGroup group, GovernorState state, Random random, ImmutableArray<GovernorAction>.Builder actions)
    {
        List<IPEndPoint> connected = [.. group.Members.Where(
            peer => state.Links.TryGetValue(peer, out LinkView link) && link.Temperature != PeerTemperature.Cold)];
        List<IPEndPoint> hot = [.. connected.Where(peer => state.Links[peer].Wanted == PeerTemperature.Hot)];
        foreach (IPEndPoint peer in hot.Skip(group.HotValency))
            actions.Add(new GovernorAction.Demote(peer));
        IPEndPoint[] warm = [.. connected.Except(hot)];
        random.Shuffle(warm);
        foreach (IPEndPoint peer in warm.Take(Math.Max(0, group.HotValency - hot.Count)))
            actions.Add(new GovernorAction.Promote(peer));
    }

    // Members without a link: those never given up first, in random order, then those whose turn was longest ago.
    private static Queue<IPEndPoint> Candidates(ResolvedGroup group, GovernorState state, Random random)
    {
        IPEndPoint[] free = [.. group.Members.Where(peer => !state.Links.ContainsKey(peer))];
        random.Shuffle(free);
        return new Queue<IPEndPoint>(
            free.OrderBy(peer => state.DroppedAt.GetValueOrDefault(peer, DateTimeOffset.MinValue)));
    }

    private static bool IsFailing(LinkView link) =>
        link.Temperature == PeerTemperature.Cold && link.ConsecutiveFailures >= FailuresMax;

    private static bool MayReplace(IPEndPoint candidate, GovernorState state, DateTimeOffset now) =>
        !state.DroppedAt.TryGetValue(candidate, out DateTimeOffset dropped) || now - dropped >= DroppedWait;
}
