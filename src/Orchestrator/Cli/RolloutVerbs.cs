using System.CommandLine;
using PoolTopology.Orchestrator.Audit;
using PoolTopology.Orchestrator.Cli.Printers;
using PoolTopology.Orchestrator.Deploy;
using PoolTopology.Orchestrator.Locks;
using PoolTopology.Orchestrator.Plan;
using PoolTopology.Orchestrator.Rollout;

namespace PoolTopology.Orchestrator.Cli;

/// <summary><c>pool rollout</c>: looks at a rollout, and steers it, also one that another process carries out.</summary>
internal static class RolloutVerbs
{
    /// <summary>The command.</summary>
    public static Command Create() => new("rollout", "Look at the last rollout and steer it.")
    {
        Status(),
        Steer("pause", "Let no further machine move.", (at, reason) => new RolloutPaused(at, DeployVerbs.Who, reason), takesUp: false),
        Steer("resume", "Let machines move again; take up what a dead process left.", (at, _) => new RolloutContinued(at, DeployVerbs.Who), takesUp: true),
        Steer("promote", "Vouch for the machines that are healthy now: their hold time is over.", (at, _) => new RolloutPromoted(at, DeployVerbs.Who), takesUp: true),
        Steer("abort", "Take everything back that the rollout has changed.", (at, reason) => new AbortAsked(at, DeployVerbs.Who, reason), takesUp: true),
        Retry(),
        Undo(),
    };

    private static Command Status()
    {
        DeployVerbs verbs = new();
        ServerChoice server = new();
        Command command = server.AddTo(verbs.AddTo(new Command("status", "Where the last rollout is.")));
        command.SetAction(async (parsed, cancellation) =>
        {
            if (server.IsRemote(parsed))
                return await RemoteRollout.StatusAsync(server.Open(parsed, verbs.StateOf(parsed)), parsed, cancellation);
            DeployStore store = DeployStore.Open(verbs.StateOf(parsed));
            TextWriter output = parsed.InvocationConfiguration.Output;
            if (RolloutHistory.Last(AuditLog.ReadAll(store.AuditPath), store) is not { } state)
            {
                output.Write("no rollout yet\n");
                return ExitCodes.Ok;
            }

            using StateLock? free = StateLock.TryTake(store.LockPath);
            string now = state.Outcome is { } outcome ? RolloutSentences.Of(outcome)
                : free is null ? state.IsPaused ? "paused" : "going on" : "left by its process; `pool rollout resume` takes it up";
            output.Write($"rollout {state.Id}: {now}\n");
            if (state.Cause is { } cause)
                output.Write($"because: {cause.Sentence}\n");
            foreach (string line in PlainTable.Align([["machine", "phase", "since"], .. state.Machines.Values.Select(machine =>
                (IReadOnlyList<string>)[machine.Machine, machine.Phase.ToString().ToLowerInvariant(), $"{machine.Since:u}"])]))
                output.Write(line + "\n");
            return state.ExitCode;
        });
        return command;
    }

    private static Command Steer(string verb, string description, Func<DateTimeOffset, string, RolloutEvent> wish, bool takesUp)
    {
        DeployVerbs verbs = new();
        Option<string> reason = new("--reason") { Description = "Why, for the audit log.", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        ServerChoice server = new();
        Command command = server.AddTo(verbs.AddTo(new Command(verb, description) { reason }));
        command.SetAction(async (parsed, cancellation) =>
        {
            if (server.IsRemote(parsed))
                return await RemoteRollout.SteerAsync(
                    server.Open(parsed, verbs.StateOf(parsed)), verb, parsed.GetRequiredValue(reason), "", parsed, cancellation);
            DeployStore store = DeployStore.Open(verbs.StateOf(parsed));
            RolloutEvent wanted = wish(TimeProvider.System.GetUtcNow(), parsed.GetRequiredValue(reason));
            using StateLock? free = StateLock.TryTake(store.LockPath);
            if (free is null)
            {
                new RequestBox(store.RequestFolder).Post(wanted);
                return ExitCodes.Ok;
            }

            using AuditLog log = AuditLog.Open(store.AuditPath);
            RolloutState state = RolloutHistory.Last(log.Entries, store) is { Phase: not RolloutPhase.Ended } unfinished
                ? unfinished
                : throw new CommandFailure(ExitCodes.Error, "no rollout is going on", "`pool rollout status` shows the last one");
            log.Append(state.Id, wanted);
            state = RolloutFold.Apply(state, wanted);
            if (!takesUp)
                return ExitCodes.Ok;
            await using Deployment deployment = verbs.Open(parsed);
            return ApplyCommand.Tell(await ApplyCommand.Guarded(
                () => Run(deployment, log, parsed).TakeUpAsync(state, cancellation)));
        });
        return command;
    }

    private static Command Retry()
    {
        DeployVerbs verbs = new();
        Option<string> waive = new("--ignore-slots")
        {
            Description = "Restart the producer also where nobody knows its free windows; say why.", HelpName = "REASON",
            DefaultValueFactory = _ => "",
        };
        Command command = verbs.AddTo(new Command("retry", "Try the last rollout again, if the topology file still says the same.") { waive });
        ServerChoice server = new();
        server.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (server.IsRemote(parsed))
                return await RemoteRollout.SteerAsync(
                    server.Open(parsed, verbs.StateOf(parsed)), "retry", "", parsed.GetRequiredValue(waive), parsed, cancellation);
            await using Deployment deployment = verbs.Open(parsed);
            if (RolloutHistory.Last(AuditLog.ReadAll(deployment.Store.AuditPath), deployment.Store) is not { } last)
                throw new CommandFailure(ExitCodes.Error, "there is no rollout to try again", "begin one: pool apply");
            if (last.Plan.Topology != deployment.TopologyHash)
                throw new CommandFailure(ExitCodes.StalePlan, "topology.yaml has changed since that rollout", "plan anew: pool apply");
            ApplyCommand.ApplyRequest request = new(
                null, true, $"retry of {last.Id}", parsed.GetRequiredValue(waive), OutputFormat.Text, verbs.FileOf(parsed));
            return await ApplyCommand.RunAsync(
                deployment, request, parsed.InvocationConfiguration.Output, TimeProvider.System, cancellation);
        });
        return command;
    }

    private static Command Undo()
    {
        DeployVerbs verbs = new();
        Option<string> reason = new("--reason") { Description = "Why, for the audit log.", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        Option<string> waive = new("--ignore-slots")
        {
            Description = "Restart the producer also where nobody knows its free windows; say why.", HelpName = "REASON",
            DefaultValueFactory = _ => "",
        };
        Command command = verbs.AddTo(new Command("undo", "Take the last finished rollout back, producer first, each machine watched.") { reason, waive });
        command.SetAction(async (parsed, cancellation) =>
        {
            await using Deployment deployment = verbs.Open(parsed);
            using StateLock own = StateLock.Take(deployment.Store.LockPath);
            using AuditLog log = AuditLog.Open(deployment.Store.AuditPath);
            DeploymentPlan plan = RolloutHistory.Last(log.Entries, deployment.Store) is { Outcome: RolloutOutcome.Done or RolloutOutcome.Held or RolloutOutcome.Partial } done
                ? done.Plan
                : throw new CommandFailure(ExitCodes.Error, "the last rollout is not one that could be taken back", "`pool rollout status` shows it");
            RolloutState end = await ApplyCommand.Guarded(() => Run(deployment, log, parsed).BeginAsync(
                plan, RolloutPurpose.Undo, parsed.GetRequiredValue(reason), parsed.GetRequiredValue(waive), () => Task.CompletedTask, cancellation));
            return ApplyCommand.Tell(end);
        });
        return command;
    }

    private static RolloutRun Run(Deployment deployment, AuditLog log, ParseResult parsed)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        RolloutPrinter printer = new(output, OutputFormat.Text, TimeProvider.System, ApplyCommand.IsTerminal(output));
        return new RolloutRun(deployment, log, printer, DeployVerbs.Who, TimeProvider.System);
    }
}
