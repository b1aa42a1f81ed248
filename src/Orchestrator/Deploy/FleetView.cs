using System.Collections.Immutable;
using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Plan;
using PoolTopology.Orchestrator.Rollout;

namespace PoolTopology.Orchestrator.Deploy;

/// <summary>What came of a look at several machines: one that is dead says nothing about the others.</summary>
/// <param name="Seen">Those that answered.</param>
/// <param name="Silent">Why others did not, by machine, in order of their names.</param>
internal sealed record FleetView(
    IReadOnlyDictionary<string, ObservedMachine> Seen, ImmutableSortedDictionary<string, Failure> Silent)
{
    /// <summary>All have answered.</summary>
    public bool IsWhole => Silent.IsEmpty;

    /// <summary>What a command that only looks tells the shell because of those that did not answer; 0 where all did.</summary>
    public int ExitCode => Silent.Values.Select(failure => failure.ExitCode).DefaultIfEmpty(ExitCodes.Ok).Max();

    /// <summary>Why machines did not answer, one sentence each; every sentence begins with its machine.</summary>
    public IEnumerable<string> Reasons => Silent.Select(pair =>
        pair.Value.Sentence.StartsWith(pair.Key, StringComparison.Ordinal) ? pair.Value.Sentence : $"{pair.Key}: {pair.Value.Sentence}");

    /// <summary>Those that did not answer, as a plan tells of them.</summary>
    public IEnumerable<LeftMachine> Left => Silent.Select(pair => new LeftMachine(
        pair.Key, pair.Value.Sentence.StartsWith($"{pair.Key}: ", StringComparison.Ordinal)
            ? pair.Value.Sentence[(pair.Key.Length + 2)..]
            : pair.Value.Sentence));

    /// <summary>What was seen, where all have answered.</summary>
    /// <param name="hint">What to do where one did not.</param>
    /// <exception cref="CommandFailure">One did not answer; all that did not are named.</exception>
    public IReadOnlyDictionary<string, ObservedMachine> Whole(string hint = "nothing was changed") =>
        IsWhole ? Seen : throw new CommandFailure(ExitCode, string.Join("\npool: ", Reasons), hint);
}
