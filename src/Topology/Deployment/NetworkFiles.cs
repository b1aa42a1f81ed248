using PoolTopology.Topology.Derive;
using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.Deployment;

/// <summary>The files by which a network is known: its config.json and what that names.</summary>
/// <param name="Config">cardano-node's config.json as the network publishes it.</param>
/// <param name="Others">The genesis files and whatever else the config names, sorted by name.</param>
/// <param name="Peers">What the network says about its peers.</param>
/// <param name="PeerSnapshot">The name of that one of <paramref name="Others"/> that lists large pools' relays, or
/// null.</param>
public sealed record NetworkFiles(
    NetworkFile Config, ValueList<NetworkFile> Others, NetworkFacts Peers, string? PeerSnapshot = null)
{
    /// <summary>True for the keys of config.json that name another file.</summary>
    public static bool IsFileKey(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key == "CheckpointsFile" || key.EndsWith("GenesisFile", StringComparison.Ordinal);
    }
}
