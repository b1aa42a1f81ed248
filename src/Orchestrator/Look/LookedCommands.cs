using System.Globalization;
using PoolTopology.Orchestrator.Agent.Machine;

namespace PoolTopology.Orchestrator.Look;

/// <summary>What a machine's programs have answered to a shell.</summary>
internal sealed class LookedCommands(IReadOnlyList<(IReadOnlyList<string> Command, string Printed)> answers) : IMachineCommands
{
    private const int NotFound = 127;

    /// <inheritdoc/>
    public bool Has(string program) => OutcomeOf(Find(answer => answer[0] == program)).ExitCode != NotFound;

    /// <inheritdoc/>
    public Task<CommandOutcome> RunAsync(
        IReadOnlyList<string> command, string input, TimeSpan limit, CancellationToken cancellation) =>
        Task.FromResult(OutcomeOf(Find(command.SequenceEqual)));

    /// <inheritdoc/>
    public IRunningCommand Start(IReadOnlyList<string> command) => throw new LookException("a program to work with");

    private string Find(Func<IReadOnlyList<string>, bool> isMeant) =>
        answers.Where(answer => isMeant(answer.Command)).Select(answer => answer.Printed).FirstOrDefault()
        ?? throw new LookException("a command that was not run");

    private static CommandOutcome OutcomeOf(string printed)
    {
        int end = printed.LastIndexOf(LookScript.Unit);
        return end >= 0 && int.TryParse(printed[(end + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int exitCode)
            ? new CommandOutcome(exitCode, printed[..end], "")
            : throw new LookException("a command without an end");
    }
}
