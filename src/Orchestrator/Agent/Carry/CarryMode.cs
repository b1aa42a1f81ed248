namespace PoolTopology.Orchestrator.Agent.Carry;

/// <summary>When a change is carried out.</summary>
internal enum CarryMode
{
    /// <summary>On a machine that is up.</summary>
    Running,

    /// <summary>While the machine starts, before its network is up.</summary>
    AtStart,
}
