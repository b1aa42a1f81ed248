using System.Collections.Immutable;
using PoolTopology.Orchestrator.Design;
using PoolTopology.Orchestrator.Isolation;
using PoolTopology.Rpc.Node.V1;
using PoolTopology.Topology.Document;

namespace PoolTopology.Orchestrator.Observed;

/// <summary>Whether a pool is as it should be, and if not, what all is missing. Pure.</summary>
internal static class Verdict
{
    /// <summary>Everything that keeps the pool, without its firewall, from being good; empty where nothing does.</summary>
    public static ImmutableArray<Shortcoming> OfChain(PoolState state)
    {
        ImmutableArray<Shortcoming>.Builder found = ImmutableArray.CreateBuilder<Shortcoming>();
        if (state.BlocksForged == 0)
            found.Add(new Shortcoming.NoBlockForged());
        Tip? highest = TipAgreement.Highest(state);
        foreach (NodeState node in state.Nodes)
        {
            if (!node.IsHealthy)
                found.Add(new Shortcoming.Unhealthy(node.Name, node.Health, node.HealthReason));
            if (highest is not null && TipAgreement.Check(state, node, highest) is { } disagreement)
                found.Add(disagreement);
        }

        return WithEvidence(found.ToImmutable(), state.Evidence);
    }

    /// <summary>A verdict with its word about double signing taken from this evidence.</summary>
    public static ImmutableArray<Shortcoming> WithEvidence(ImmutableArray<Shortcoming> found, BlockEvidence evidence)
    {
        ImmutableArray<Shortcoming> others = found.RemoveAll(one => one is Shortcoming.DoubleSigned);
        int doubles = evidence.DoubleSignedSlots.Count;
        return doubles > 0 ? others.Add(new Shortcoming.DoubleSigned(doubles)) : others;
    }

    /// <summary>What the measured reachability of the producer shows against the design.</summary>
    public static ImmutableArray<Shortcoming> OfFirewall(PoolDesign design, Reachability measured)
    {
        HashSet<string> relays = [.. design.NodesOf(NodeRole.Relay).Select(relay => relay.Machine)];
        HashSet<string> reaching = [.. measured.ReachableFrom];
        ImmutableArray<Shortcoming>.Builder found = ImmutableArray.CreateBuilder<Shortcoming>();
        foreach (string machine in measured.Attempts.Select(attempt => attempt.Machine).Distinct())
        {
            if (reaching.Contains(machine) && !relays.Contains(machine))
                found.Add(new Shortcoming.ReachedByOutsider(machine));
            if (!reaching.Contains(machine) && relays.Contains(machine))
                found.Add(new Shortcoming.NotReachedByRelay(machine));
        }

        return found.ToImmutable();
    }
}
