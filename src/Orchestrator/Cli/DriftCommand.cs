using System.CommandLine;
using System.Globalization;
using PoolTopology.Orchestrator.Deploy;
using PoolTopology.Orchestrator.Plan;
using PoolTopology.Orchestrator.Proof;
using PoolTopology.Rpc.Agent.V1;
using PoolTopology.Topology.Deployment;

namespace PoolTopology.Orchestrator.Cli;

/// <summary><c>pool drift</c>: what on the machines is not as the last rollout left it, whatever the topology file says now.</summary>
internal static class DriftCommand
{
    private const int MostFindings = 10;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        DeployVerbs verbs = new();
        Command command = verbs.AddTo(new Command(
            "drift", "What on the machines is not as the last rollout left it. Exit 0 for nothing, 2 for something, 8 where a machine did not answer."));
        command.SetAction(async (parsed, cancellation) =>
        {
            await using Deployment deployment = verbs.Open(parsed);
            FleetView view = await deployment.LookAsync(cancellation);
            IReadOnlyDictionary<string, ObservedMachine> seen = view.Seen;
            ModelProof kernels = deployment.JudgeKernels(seen);
            string[] lines = [.. seen.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .SelectMany(pair => Of(deployment.Desired[pair.Key], pair.Value).Concat(OfFirewall(pair.Key, kernels))
                    .Select(line => $"{pair.Key}: {line}"))
                .Concat(deployment.Departed(deployment.Past()).Select(one => one.Sentence))];
            TextWriter output = parsed.InvocationConfiguration.Output;
            foreach (string line in lines)
                output.Write(line + "\n");
            if (lines.Length == 0)
                output.Write($"{seen.Count} machine{(seen.Count == 1 ? " is" : "s are")} as the last rollout left {(seen.Count == 1 ? "it" : "them")}\n");
            if (!view.IsWhole)
                throw new CommandFailure(view.ExitCode, string.Join("\npool: ", view.Reasons), "of the others everything is said above");
            return lines.Length == 0 ? ExitCodes.Ok : ExitCodes.HasChanges;
        });
        return command;
    }

    /// <summary>In which way the kernel's rules are not what the file in force says: the model's findings, the first of them.</summary>
    internal static IEnumerable<string> OfFirewall(string machine, ModelProof kernels)
    {
        string[] sentences = [.. kernels.Problems.Where(problem => problem.Machine == machine).Select(problem => problem.Sentence)];
        foreach (string sentence in sentences.Take(MostFindings))
            yield return $"firewall: {sentence}";
        if (sentences.Length > MostFindings)
            yield return string.Create(CultureInfo.InvariantCulture, $"firewall: and {sentences.Length - MostFindings} more");
    }

    /// <summary>What is otherwise on a machine, in sentences.</summary>
    internal static IEnumerable<string> Of(DesiredMachine desired, ObservedMachine seen)
    {
        if (seen.Generation == 0)
        {
            yield return "nothing was ever rolled out to it";
            yield break;
        }

        foreach (ObservedFile file in seen.Files.Where(file => file.IsReleased && !file.AsReleased))
            yield return file.Exists ? $"{file.Path} was changed" : $"{file.Path} is gone";
        foreach (DesiredUnit unit in desired.Units)
        {
            ObservedUnit? there = UnitState.Find(seen, unit.Name);
            if (unit.IsActive && !UnitState.IsUp(there))
                yield return $"{unit.Name} does not run ({there?.ActiveState ?? "unknown"})";
            else if (unit.IsActive && UnitState.IsLooping(there))
                yield return $"{unit.Name} ends and is started again, {there?.Restarts} times so far ({there?.Result})";
            if (unit.IsEnabled && !UnitState.IsEnabled(there))
                yield return $"{unit.Name} does not start with the machine ({there?.EnabledState ?? "unknown"})";
        }

        if (seen.Interrupted is { } interrupted)
            yield return $"generation {interrupted.Generation} was begun and not finished ({interrupted.StepsDone} of {interrupted.Steps} steps)";
        if (seen.PendingRevert is { } pending)
            yield return $"generation {pending.Generation} waits for its confirmation";
        if (seen.JournalDamage.Length > 0)
            yield return $"the agent's journal is damaged: {seen.JournalDamage}";
    }
}
