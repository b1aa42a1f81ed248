namespace PoolTopology.Node.Supervision;

/// <summary>Nobody listens.</summary>
public sealed class NoServiceManager : IServiceManager
{
    private NoServiceManager()
    {
    }

    /// <summary>The only one; it has no state.</summary>
    public static NoServiceManager Instance { get; } = new();

    /// <inheritdoc/>
    public TimeSpan? WatchdogTimeout => null;

    /// <inheritdoc/>
    public void Tell(ServiceMessage message)
    {
    }
}
