namespace PoolTopology.Orchestrator.Ssh;

/// <summary>Starts agents: over SSH, or in tests by other ways.</summary>
internal interface IAgentConnector
{
    /// <summary>Starts an agent on a machine and connects with it.</summary>
    /// <exception cref="MachineException">It cannot be done.</exception>
    Task<IAgentConnection> ConnectAsync(string machine, ConnectionKind kind, CancellationToken cancellation);
}

/// <summary>A running agent's ends.</summary>
internal interface IAgentConnection : IAsyncDisposable
{
    /// <summary>What the agent reads.</summary>
    Stream ToAgent { get; }

    /// <summary>What the agent writes.</summary>
    Stream FromAgent { get; }

    /// <summary>Why it ended, after it has stopped answering.</summary>
    Task<Rollout.Failure> WhyEndedAsync();
}
