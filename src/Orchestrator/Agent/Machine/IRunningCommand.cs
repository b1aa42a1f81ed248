namespace PoolTopology.Orchestrator.Agent.Machine;

/// <summary>A program that reads lines. Dispose ends its input, and it; the death of this process does so too.</summary>
internal interface IRunningCommand : IAsyncDisposable
{
    /// <summary>Gives it a line.</summary>
    /// <exception cref="IOException">It has ended.</exception>
    Task WriteLineAsync(string line, CancellationToken cancellation);

    /// <summary>The next line that it writes to stdout; null when it has ended.</summary>
    Task<string?> ReadLineAsync(CancellationToken cancellation);

    /// <summary>What it wrote to stderr; known when it has ended.</summary>
    Task<string> ErrorsAsync();
}
