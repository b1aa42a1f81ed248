using PoolTopology.Topology.Document;

namespace PoolTopology.Orchestrator.Design;

/// <summary>The words for roles that people and programs read.</summary>
internal static class NodeRoles
{
    /// <summary>The word of a role in events, tables and messages.</summary>
    public static string Word(this NodeRole role) => role switch
    {
        NodeRole.Producer => "producer",
        NodeRole.Relay => "relay",
        NodeRole.Observer => "observer",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "no such role"),
    };
}
