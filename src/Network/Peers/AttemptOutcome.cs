namespace PoolTopology.Network.Peers;

/// <summary>How one attempt to be connected with a peer went.</summary>
internal enum AttemptOutcome
{
    /// <summary>No connection, or one that was lost at once: wait longer before the next.</summary>
    Failed,

    /// <summary>Connected for a while: begin anew with short waits.</summary>
    Lasted,
}
