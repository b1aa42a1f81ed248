using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.CommandLine;
using PoolTopology.Orchestrator.Audit;
using PoolTopology.Orchestrator.Deploy;
using PoolTopology.Orchestrator.Locks;
using PoolTopology.Orchestrator.Rollout;
using PoolTopology.Orchestrator.Ssh;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Cli;

/// <summary><c>pool lock</c>: who may change the machines. A lock that a person took never runs out.</summary>
internal static class LockCommand
{
    private const uint ManualTtlSeconds = 3600;

    /// <summary>The command.</summary>
    public static Command Create() => new("lock", "Who may change the machines.") { Status(), Acquire(), Release(), Break() };

    private static Command Status() => Verb("status", "Who holds which machine's lock.", [], async (deployment, _, output, cancellation) =>
    {
        FleetView view = await deployment.LookAsync(cancellation);
        foreach ((string machine, ObservedMachine observed) in view.Seen.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            output.Write(observed.Lock is { IsLive: true } held
                ? $"{machine}: {held.Holder}, token {held.Token}, {(held.IsManual ? "by hand" : $"for another {held.SecondsLeft:0} s")}: {held.Reason}\n"
                : $"{machine}: free, token {observed.TokenSeen} seen\n");
        view.Whole("of the others everything is said above");
    });

    private static Command Acquire()
    {
        Option<string> reason = new("--message", "-m") { Description = "What for.", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        return Verb("acquire", "Take all machines' locks by hand, all or none, until they are given back.", [reason], async (deployment, parsed, output, cancellation) =>
        {
            using StateLock own = StateLock.Take(deployment.Store.LockPath);
            using AuditLog log = AuditLog.Open(deployment.Store.AuditPath);
            IReadOnlyDictionary<string, ObservedMachine> seen = (await deployment.LookAsync(cancellation)).Whole("no lock was taken");
            string[] free = [.. seen.Where(pair => pair.Value.Lock is not { IsLive: true, IsManual: true } held || held.Holder != DeployVerbs.Who)
                .Select(pair => pair.Key).Order(StringComparer.Ordinal)];
            string message = parsed.GetRequiredValue(reason);
            AcquireLock ask = new()
            {
                Holder = DeployVerbs.Who, Reason = message, TtlSeconds = ManualTtlSeconds, AtLeast = 1, IsManual = true,
                Anchor = AuditAnchors.Of(log, deployment.Store.Identity),
            };
            (string[] taken, FleetView refused) = await EachAsync(deployment, free, new Request { AcquireLock = ask }, cancellation);
            if (!refused.IsWhole)
                await GiveUpAsync(deployment, taken, refused);
            foreach (string machine in seen.Keys.Order(StringComparer.Ordinal))
                output.Write($"{machine}: locked by hand{(taken.Contains(machine) ? "" : " already")}\n");
            if (taken.Length > 0)
                Note(log, $"took the locks of {string.Join(", ", taken)} by hand{(message.Length > 0 ? ": " : "")}{message}");
        });
    }

    /// <summary>All or none: what was just taken is given back, and the command fails.</summary>
    private static async Task GiveUpAsync(Deployment deployment, string[] taken, FleetView refused)
    {
        (_, FleetView left) = await EachAsync(deployment, taken, GivingBack(), CancellationToken.None);
        throw new CommandFailure(
            refused.ExitCode, string.Join("\npool: ", refused.Reasons.Concat(left.Reasons.Select(reason => $"not given back: {reason}"))),
            left.IsWhole ? "no lock was taken" : "`pool lock release` when it answers again");
    }

    private static Command Release() => Verb("release", "Give locks back that were taken by hand.", [], async (deployment, _, output, cancellation) =>
    {
        using StateLock own = StateLock.Take(deployment.Store.LockPath);
        using AuditLog log = AuditLog.Open(deployment.Store.AuditPath);
        (string[] given, FleetView refused) = await EachAsync(deployment, deployment.Desired.Keys, GivingBack(), cancellation);
        foreach (string machine in given)
            output.Write($"{machine}: free\n");
        if (given.Length > 0)
            Note(log, $"gave the locks of {string.Join(", ", given)} back");
        refused.Whole("the others are free");
    });

    private static Command Break()
    {
        Option<string> machine = KnownNames.OfMachines(
            new Option<string>("--machine") { Description = "Whose lock.", HelpName = "NAME", Required = true });
        Option<ulong> token = new("--token") { Description = "The lock's token, as `pool lock status` shows it.", HelpName = "N", Required = true };
        return Verb("break", "Take a lock from its holder, who is fenced out by a higher token.", [machine, token], async (deployment, parsed, output, cancellation) =>
        {
            string name = parsed.GetRequiredValue(machine);
            ulong broken = parsed.GetRequiredValue(token);
            AcquireLock ask = new() { Holder = DeployVerbs.Who, Reason = "broken", TtlSeconds = 1, AtLeast = broken + 1, BreakToken = broken };
            await deployment.Sessions.WithAsync(
                name, agent => agent.AskAsync(new Request { AcquireLock = ask }, cancellation), cancellation);
            OperatorActed acted = new(TimeProvider.System.GetUtcNow(), DeployVerbs.Who, $"broke the lock of {name}, token {broken}");
            using StateLock? own = StateLock.TryTake(deployment.Store.LockPath);
            if (own is null)
            {
                // The lock's holder may be a rollout from here: who carries it out writes the log.
                new RequestBox(deployment.Store.RequestFolder).Post(acted);
            }
            else
            {
                using AuditLog log = AuditLog.Open(deployment.Store.AuditPath);
                log.Append("", acted);
            }

            output.Write($"{name}: broken, free in a second\n");
        });
    }

    private static Request GivingBack() =>
        new() { ReleaseLock = new ReleaseLock { Holder = DeployVerbs.Who, Token = ulong.MaxValue >> 1 } };

    private static void Note(AuditLog log, string what) =>
        log.Append("", new OperatorActed(TimeProvider.System.GetUtcNow(), DeployVerbs.Who, what));

    /// <summary>Asks the same of several machines at the same time.</summary>
    /// <returns>Those that did it, in order, and why others did not.</returns>
    private static async Task<(string[] Done, FleetView Others)> EachAsync(
        Deployment deployment, IEnumerable<string> machines, Request request, CancellationToken cancellation)
    {
        ConcurrentDictionary<string, Failure?> answers = new(StringComparer.Ordinal);
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = deployment.Concurrency, CancellationToken = cancellation };
        await Parallel.ForEachAsync(machines, parallel, async (machine, stop) =>
        {
            try
            {
                await deployment.Sessions.WithAsync(machine, agent => agent.AskAsync(request.Clone(), stop), stop);
                answers[machine] = null;
            }
            catch (MachineException failed)
            {
                answers[machine] = failed.Failure;
            }
        });
        return (
            [.. answers.Where(pair => pair.Value is null).Select(pair => pair.Key).Order(StringComparer.Ordinal)],
            new FleetView(
                ImmutableDictionary<string, ObservedMachine>.Empty,
                answers.Where(pair => pair.Value is not null).ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.Ordinal)));
    }

    private static Command Verb(
        string name, string description, Option[] options, Func<Deployment, ParseResult, TextWriter, CancellationToken, Task> act)
    {
        DeployVerbs verbs = new();
        Command command = verbs.AddTo(new Command(name, description));
        foreach (Option option in options)
            command.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            await using Deployment deployment = verbs.Open(parsed);
            try
            {
                await act(deployment, parsed, parsed.InvocationConfiguration.Output, cancellation);
                return ExitCodes.Ok;
            }
            catch (MachineException failed)
            {
                throw new CommandFailure(failed.Failure.ExitCode, failed.Message, "`pool lock status` shows who holds what");
            }
        });
        return command;
    }
}
