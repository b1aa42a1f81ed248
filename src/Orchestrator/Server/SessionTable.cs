using System.Collections.Concurrent;

namespace PoolTopology.Orchestrator.Server;

/// <summary>The open control connections, at most one per node.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class SessionTable
{
    private readonly ConcurrentDictionary<string, NodeSession> _sessions = new(StringComparer.Ordinal);

    /// <summary>The node's connection, or null.</summary>
    public NodeSession? Find(string node) => _sessions.GetValueOrDefault(node);

    /// <summary>A node attached: a connection that it had before is ended, because it has no use for two.</summary>
    /// <remarks>A node that was cut off comes back before the old connection is known to be dead.</remarks>
    public void Add(NodeSession session) => _sessions.AddOrUpdate(session.Node, session, (_, old) =>
    {
        old.End();
        return session;
    });

    /// <summary>A connection ended.</summary>
    /// <returns>False where the node has another one by now.</returns>
    public bool Remove(NodeSession session) =>
        _sessions.TryRemove(new KeyValuePair<string, NodeSession>(session.Node, session));
}
