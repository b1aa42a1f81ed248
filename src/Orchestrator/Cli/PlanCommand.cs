using System.CommandLine;
using PoolTopology.Orchestrator.Cli.Printers;
using PoolTopology.Orchestrator.Deploy;
using PoolTopology.Orchestrator.Enrolment;
using PoolTopology.Orchestrator.Plan;

namespace PoolTopology.Orchestrator.Cli;

/// <summary><c>pool plan</c>: what an apply would do, why, and in which order. Changes nothing.</summary>
internal static class PlanCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        DeployVerbs verbs = new();
        Option<string?> save = new("--out", "-o") { Description = "Save the plan, for `pool apply FILE`.", HelpName = "FILE" };
        Option<OutputFormat> output = CommonOptions.Output(OutputFormat.Text, OutputFormat.Json);
        output.Aliases.Remove("-o");
        Option<bool> detailed = new("--detailed-exitcode") { Description = "Exit 2 where there is something to change." };
        Option<bool> cached = new("--cached") { Description = "Plan against what was seen last time, without asking the machines." };
        Command command = verbs.AddWithout(verbs.AddTo(new Command(
            "plan", "Compare the machines with the topology file: what would change, why, what it costs, in which order.")
        {
            save, output, detailed, cached,
        }));
        command.SetAction(async (parsed, cancellation) =>
        {
            await using Deployment deployment = verbs.Open(parsed);
            FleetView view = parsed.GetValue(cached) ? deployment.Remember() : await deployment.LookAsync(cancellation);
            DeploymentPlan plan = deployment.MakePlan(view);
            string proof = deployment.ProofOf(plan, view.Seen).Line;
            EnrolmentPlan enrolments = deployment.Enrolments.Plan(view.Seen);
            // What cannot be applied is not saved: a plan in a file is one that somebody may carry out.
            string? file = view.IsWhole ? parsed.GetValue(save) : null;
            if (file is not null)
                await File.WriteAllBytesAsync(file, SavedPlan.Of(plan, TimeProvider.System.GetUtcNow()).ToBytes(), cancellation);
            parsed.InvocationConfiguration.Output.Write(parsed.GetValue(output) == OutputFormat.Json
                ? PlanJson.Of(plan, proof, enrolments)
                : PlanText.Of(plan, verbs.FileOf(parsed), file, proof, enrolments));
            if (!view.IsWhole)
                throw new CommandFailure(view.ExitCode, string.Join("\npool: ", view.Reasons), Hint(view, parsed.GetValue(save)));
            return (plan.IsEmpty && enrolments.Wanted.IsEmpty) || !parsed.GetValue(detailed) ? ExitCodes.Ok : ExitCodes.HasChanges;
        });
        return command;
    }

    /// <summary>What to do when a machine did not answer.</summary>
    internal static string Hint(FleetView view, string? unsaved = null) =>
        $"{(unsaved is null ? "" : $"{unsaved} was not written; ")}"
        + $"mend it, or go on without it: {string.Join(' ', view.Silent.Keys.Select(machine => $"--without {machine}"))}";
}
