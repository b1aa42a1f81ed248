namespace PoolTopology.Orchestrator.Agent.Machine;

/// <summary>Runs programs of the system: systemctl, systemd-run, nft, ss, conntrack.</summary>
internal interface IMachineCommands
{
    /// <summary>Whether the program is there.</summary>
    bool Has(string program);

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="MachineFailure">It is missing, or did not end within the limit and was killed.</exception>
    Task<CommandOutcome> RunAsync(IReadOnlyList<string> command, string input, TimeSpan limit, CancellationToken cancellation);

    /// <summary>Starts a program that works for as long as its input is open.</summary>
    /// <exception cref="MachineFailure">It is missing.</exception>
    IRunningCommand Start(IReadOnlyList<string> command);
}

/// <summary>How a program ended.</summary>
internal sealed record CommandOutcome(int ExitCode, string Output, string Errors);
