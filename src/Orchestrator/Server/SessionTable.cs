namespace PoolTopology.Orchestrator.Server;

/// <summary>The open control connections, at most one per node.</summary>
/// <remarks>Thread-safe. A connection is ended only while it is in the table, so never after its owner let go of it.</remarks>
internal sealed class SessionTable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, NodeSession> _sessions = new(StringComparer.Ordinal);

    /// <summary>The node's connection, or null.</summary>
    public NodeSession? Find(string node)
    {
        lock (_gate)
            return _sessions.GetValueOrDefault(node);
    }

    /// <summary>A node attached: a connection that it had before is ended, because it has no use for two.</summary>
    /// <remarks>A node that was cut off comes back before the old connection is known to be dead.</remarks>
    public void Add(NodeSession session)
    {
        lock (_gate)
        {
            NodeSession? old = _sessions.GetValueOrDefault(session.Node);
            _sessions[session.Node] = session;
            old?.End();
        }
    }

    /// <summary>A connection ended.</summary>
    /// <returns>False where the node has another one by now.</returns>
    public bool Remove(NodeSession session)
    {
        lock (_gate)
            return ReferenceEquals(_sessions.GetValueOrDefault(session.Node), session) && _sessions.Remove(session.Node);
    }
}
