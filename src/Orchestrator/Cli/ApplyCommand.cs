using System.CommandLine;
using PoolTopology.Orchestrator.Audit;
using PoolTopology.Orchestrator.Cli.Printers;
using PoolTopology.Orchestrator.Deploy;
using PoolTopology.Orchestrator.Enrolment;
using PoolTopology.Orchestrator.Events;
using PoolTopology.Orchestrator.Locks;
using PoolTopology.Orchestrator.Plan;
using PoolTopology.Orchestrator.Proof;
using PoolTopology.Orchestrator.Rollout;
using PoolTopology.Orchestrator.Ssh;

namespace PoolTopology.Orchestrator.Cli;

/// <summary><c>pool apply</c>: makes the machines what the topology file says. What another run left unfinished comes first.</summary>
internal static class ApplyCommand
{
    // Clocks of two operators' computers may differ a little.
    private static readonly TimeSpan MostAhead = TimeSpan.FromMinutes(1);

    /// <summary>The command.</summary>
    public static Command Create()
    {
        DeployVerbs verbs = new();
        Argument<FileInfo?> plan = new("PLAN")
        {
            Description = "A saved plan: applied exactly, without a question.", Arity = ArgumentArity.ZeroOrOne,
        };
        Option<bool> approve = new("--auto-approve", "--yes") { Description = "Do not ask." };
        Option<string> reason = new("--reason") { Description = "Why, for the audit log.", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        Option<string> waive = new("--ignore-slots")
        {
            Description = "Restart the producer also where nobody knows its free windows; say why.", HelpName = "REASON",
            DefaultValueFactory = _ => "",
        };
        Option<OutputFormat> output = CommonOptions.Output(OutputFormat.Text, OutputFormat.Ndjson);
        Command command = verbs.AddWithout(verbs.AddTo(new Command(
            "apply", "Make the machines what the topology file says: canary, relays, standby, producer; bad releases are taken back.")
        {
            plan, approve, reason, waive, output,
        }));
        ServerChoice server = new();
        server.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (server.IsRemote(parsed) && verbs.WithoutOf(parsed).Length > 0)
                throw new CommandFailure(ExitCodes.Usage, "--without does not work with --server", "apply where the topology file is");
            if (server.IsRemote(parsed))
                return await RemoteRollout.ApplyAsync(
                    server.Open(parsed, verbs.StateOf(parsed)), parsed.GetValue(plan), verbs.FileOf(parsed),
                    parsed.GetRequiredValue(reason), parsed.GetRequiredValue(waive), parsed.GetValue(output), parsed, cancellation);
            await using Deployment deployment = verbs.Open(parsed);
            ApplyRequest request = new(
                parsed.GetValue(plan)?.FullName, parsed.GetValue(approve), parsed.GetRequiredValue(reason),
                parsed.GetRequiredValue(waive), parsed.GetValue(output), verbs.FileOf(parsed));
            return await RunAsync(deployment, request, parsed.InvocationConfiguration.Output, TimeProvider.System, cancellation);
        });
        return command;
    }

    /// <summary>What an apply was asked to do.</summary>
    /// <param name="PlanFile">A saved plan, or null.</param>
    /// <param name="IsApproved">Nobody is asked.</param>
    /// <param name="Reason">For the audit log.</param>
    /// <param name="WindowsWaived">Why the producer's slots do not matter; empty where they do.</param>
    /// <param name="Format">For whom to print.</param>
    /// <param name="TopologyFile">The file's name, for the plan's text.</param>
    internal sealed record ApplyRequest(
        string? PlanFile, bool IsApproved, string Reason, string WindowsWaived, OutputFormat Format, string TopologyFile);

    /// <summary>Applies.</summary>
    internal static async Task<int> RunAsync(
        Deployment deployment, ApplyRequest request, TextWriter output, TimeProvider time, CancellationToken cancellation)
    {
        using StateLock own = StateLock.Take(deployment.Store.LockPath);
        using AuditLog log = AuditLog.Open(deployment.Store.AuditPath);
        RolloutPrinter printer = new(output, request.Format, time, IsTerminal(output));
        RolloutRun run = new(deployment, log, printer, DeployVerbs.Who, time);
        if (RolloutHistory.Last(log.Entries, deployment.Store) is { Phase: not RolloutPhase.Ended } unfinished)
        {
            RolloutState end = await Guarded(() => run.TakeUpAsync(unfinished, cancellation));
            if (end.ExitCode != ExitCodes.Ok)
                return Tell(end);
        }

        DeploymentPlan? saved = request.PlanFile is { } file ? ReadPlan(file, time) : null;
        if (saved?.Left is { } left)
            deployment.LeaveOut(left.Select(one => one.Machine).Union(deployment.Without));
        FleetView view = await deployment.LookAsync(cancellation);
        IReadOnlyDictionary<string, ObservedMachine> seen = view.Whole($"nothing was changed; {PlanCommand.Hint(view)}");
        foreach (string doubt in AuditAnchors.Doubts(log.Entries, deployment.Store.Identity, seen).ToArray())
        {
            // Told once, and kept: what follows is appended to a log that is not whole.
            log.Append("", new OperatorActed(time.GetUtcNow(), DeployVerbs.Who, $"went on although {doubt}"));
            Console.Error.WriteLine($"pool: {doubt}");
        }

        DeploymentPlan now = deployment.MakePlan(view);
        // What was in the way when it was saved does not count, what is in the way now does.
        DeploymentPlan plan = saved is null ? now : Exactly(saved, now);
        ModelProof proof = deployment.ProofOf(plan, seen);
        EnrolmentPlan enrolments = deployment.Enrolments.Plan(seen);
        if (plan.IsEmpty)
        {
            output.Write(request.Format == OutputFormat.Text
                ? PlanText.Of(plan, request.TopologyFile, null, enrolments: enrolments)
                : "{\"type\":\"change_summary\",\"changes\":0}\n");
            if (!enrolments.Wanted.IsEmpty && request.PlanFile is null && !request.IsApproved)
                Ask();
            await BringAsync(deployment, enrolments, log, request.Format, output, time, cancellation);
            return Conclude(proof, request.Format, output, time);
        }

        if (request.Format == OutputFormat.Text)
            output.Write(PlanText.Of(plan with { Obstacles = now.Obstacles }, request.TopologyFile, null, proof.Line, enrolments) + "\n");
        Refuse(now);
        Refuse(proof);
        if (request.PlanFile is null && !request.IsApproved)
            Ask();
        await BringAsync(deployment, enrolments, log, request.Format, output, time, cancellation);
        if (deployment.AwaitsDevnet)
            plan = await WithDevnetAsync(deployment, cancellation);
        RolloutState state = await Guarded(() => run.BeginAsync(
            plan, RolloutPurpose.Apply, request.Reason, request.WindowsWaived,
            async () => Recheck(plan, deployment.MakePlan(await deployment.ObserveAsync(cancellation))), cancellation));
        return state.ExitCode == ExitCodes.Ok
            ? Conclude(deployment.JudgeKernels(await deployment.ObserveAsync(cancellation)), request.Format, output, time)
            : Tell(state);
    }

    /// <summary>Brings enrolments before anything else: a node that starts then attaches at once.</summary>
    private static async Task BringAsync(
        Deployment deployment, EnrolmentPlan enrolments, AuditLog log, OutputFormat format, TextWriter output, TimeProvider time,
        CancellationToken cancellation)
    {
        foreach (string caution in enrolments.Cautions)
            Console.Error.WriteLine($"pool: {caution}");
        try
        {
            await deployment.Enrolments.BringAsync(enrolments, log, DeployVerbs.Who, DeployVerbs.Who, cancellation);
        }
        catch (MachineException failed)
        {
            throw new CommandFailure(failed.Failure.ExitCode, failed.Message, "no file or service was changed");
        }

        foreach (EnrolmentNeed brought in enrolments.Wanted)
        {
            EnrolmentBrought told = new(time.GetUtcNow(), brought.Node, brought.Machine, brought.Reason);
            output.Write((format == OutputFormat.Text ? told.Text : EventJson.Line(told)) + "\n");
        }
    }

    /// <summary>Says what the model says about what the kernels hold now: an apply is not good before that.</summary>
    private static int Conclude(ModelProof proof, OutputFormat format, TextWriter output, TimeProvider time)
    {
        FirewallsJudged judged = new(time.GetUtcNow(), proof.Holds, proof.Line, [.. proof.Problems.Select(problem => problem.Sentence)]);
        output.Write((format == OutputFormat.Text ? proof.Line : EventJson.Line(judged)) + "\n");
        if (!proof.Holds)
            Console.Error.WriteLine("pool: the machines' firewalls are not what the topology wants: `pool drift` says in which way, `pool firewall prove` measures it");
        return proof.Holds ? ExitCodes.Ok : ExitCodes.VerificationFailed;
    }

    /// <summary>Tells stderr how it ended where that is no good end.</summary>
    internal static int Tell(RolloutState state)
    {
        if (state.ExitCode != ExitCodes.Ok && state.Cause is { } cause)
            Console.Error.WriteLine($"pool: {cause.Sentence}");
        return state.ExitCode;
    }

    /// <summary>A machine's failure before anything began, as the command's.</summary>
    internal static async Task<RolloutState> Guarded(Func<Task<RolloutState>> run)
    {
        try
        {
            return await run();
        }
        catch (MachineException failed)
        {
            throw new CommandFailure(failed.Failure.ExitCode, failed.Message, "nothing was changed");
        }
    }

    /// <summary>Whether lines on this output may be rewritten.</summary>
    internal static bool IsTerminal(TextWriter output) =>
        ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>The approved plan with the devnet's files: its chain begins when somebody has said yes to it.</summary>
    internal static async Task<DeploymentPlan> WithDevnetAsync(Deployment deployment, CancellationToken cancellation)
    {
        await deployment.MakeDevnetAsync(cancellation);
        DeploymentPlan plan = deployment.MakePlan(await deployment.ObserveAsync(cancellation));
        Refuse(plan);
        return plan;
    }

    private static DeploymentPlan ReadPlan(string file, TimeProvider time)
    {
        SavedPlan saved = (File.Exists(file) ? SavedPlan.Read(File.ReadAllBytes(file)) : null)
            ?? throw new CommandFailure(ExitCodes.Error, $"{file} is no saved plan of this version, or was changed", "make one: pool plan -o FILE");
        if (saved.Created > time.GetUtcNow() + MostAhead)
            throw new CommandFailure(
                ExitCodes.StalePlan, $"the plan was made at {saved.Created:u}, which is yet to come: a clock was off then, or is now",
                "make a new one when the clock is right: pool plan -o FILE");
        return time.GetUtcNow() < saved.Expires
            ? saved.Plan
            : throw new CommandFailure(ExitCodes.StalePlan, $"the plan expired at {saved.Expires:u}", "make a new one: pool plan -o FILE");
    }

    /// <summary>Under the locks: nothing has moved, and nothing has come in the way.</summary>
    internal static void Recheck(DeploymentPlan plan, DeploymentPlan now)
    {
        Exactly(plan, now);
        Refuse(now);
    }

    /// <summary>The plan, if what is there now would give the same.</summary>
    internal static DeploymentPlan Exactly(DeploymentPlan plan, DeploymentPlan now)
    {
        string[] moved = [.. Staleness.Of(plan, now)];
        return moved.Length == 0
            ? plan
            : throw new CommandFailure(ExitCodes.StalePlan, $"the plan is stale: {string.Join("; ", moved)}", "nothing was changed; plan again");
    }

    /// <summary>Refuses a plan that something stands in the way of.</summary>
    internal static void Refuse(DeploymentPlan plan)
    {
        if (plan.Obstacles.IsEmpty)
            return;
        throw new CommandFailure(
            plan.Obstacles.All(obstacle => obstacle.Kind is ObstacleKind.NoSpace or ObstacleKind.NotRoot) ? ExitCodes.Error : ExitCodes.SafetyRefusal,
            string.Join("\npool: ", plan.Obstacles.Select(obstacle => $"{obstacle.Machine}: {obstacle.Sentence}; {obstacle.Hint}")),
            "nothing was changed");
    }

    /// <summary>Rules that are wrong by the model are not brought to any machine.</summary>
    internal static void Refuse(ModelProof proof)
    {
        if (!proof.Holds)
        {
            throw new CommandFailure(
                ExitCodes.VerificationFailed, string.Join("\npool: ", proof.Problems.Take(5).Select(problem => problem.Sentence)),
                "the rules that this plan would load are not what the topology wants: nothing was changed; please report this");
        }
    }

    private static void Ask()
    {
        if (Console.IsInputRedirected)
            throw new CommandFailure(ExitCodes.Usage, "there is nobody to ask", "say --auto-approve, or apply a saved plan");
        Console.Error.Write("Apply? Only \"yes\" is a yes: ");
        if (Console.In.ReadLine()?.Trim() != "yes")
            throw new CommandFailure(ExitCodes.Error, "not approved", "nothing was changed");
    }
}
