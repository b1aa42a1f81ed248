namespace PoolTopology.Node.Work;

/// <summary>Where computation that lasts is done, so that the tasks that talk to peers go on meanwhile.</summary>
/// <remarks>
/// In a process: threads of its own. In a simulation: the caller's own thread, at once, which keeps a run repeatable.
/// </remarks>
public interface IWorkers
{
    /// <summary>How much is worked on at the same time.</summary>
    int Count { get; }

    /// <summary>Does the work, and tells of its end where the caller waits.</summary>
    /// <remarks>Bound: the caller's; each part of a node has one piece of work out at a time.</remarks>
    Task<T> RunAsync<T>(Func<T> work);

    /// <summary>Does numbered pieces of work, several at the same time, the caller's thread among those that do them.</summary>
    /// <remarks>
    /// Post: every piece is done. Errors: what the first failing piece threw. Cost: the caller waits; it never waits for
    /// work that was asked for earlier, so this may be called from within <see cref="RunAsync"/>.
    /// </remarks>
    void ForEach(int count, Action<int> piece);
}
