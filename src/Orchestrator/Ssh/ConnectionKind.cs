namespace PoolTopology.Orchestrator.Ssh;

/// <summary>What a connection must prove.</summary>
internal enum ConnectionKind
{
    /// <summary>Nothing: it may ride on one that stands already.</summary>
    Shared,

    /// <summary>That the machine can be reached now: a TCP connection of its own, never multiplexed.</summary>
    Fresh,
}
