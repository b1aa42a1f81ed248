namespace PoolTopology.Orchestrator.Cli;

/// <summary>A command cannot go on, for a reason that a person can act on. Ends the program with its exit code.</summary>
/// <param name="exitCode">One of <see cref="ExitCodes"/>.</param>
/// <param name="message">What is wrong, in one sentence.</param>
/// <param name="hint">What to do about it; may be empty.</param>
internal sealed class CommandFailure(int exitCode, string message, string hint) : Exception(message)
{
    /// <summary>The exit code of the program.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>What to do about it; may be empty.</summary>
    public string Hint { get; } = hint;
}
