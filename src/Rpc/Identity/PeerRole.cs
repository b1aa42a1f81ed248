namespace PoolTopology.Rpc.Identity;

/// <summary>What a certificate lets its holder be. One certificate, one role.</summary>
public enum PeerRole
{
    /// <summary>The server that nodes attach to and that people ask.</summary>
    Orchestrator,

    /// <summary>A node of the pool.</summary>
    Node,

    /// <summary>A person, or a program that a person answers for.</summary>
    Operator,

    /// <summary>A node that has no certificate yet: it may ask for its first one, and nothing else.</summary>
    Enrolment,
}
