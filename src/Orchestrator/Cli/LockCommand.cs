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
        return Verb("acquire", "Take all machines' locks by hand, until they are given back.", [reason], (deployment, parsed, output, cancellation) =>
            EachAsync(deployment, output, "locked by hand", machine => new Request
            {
                AcquireLock = new AcquireLock
                {
                    Holder = DeployVerbs.Who, Reason = parsed.GetRequiredValue(reason), TtlSeconds = ManualTtlSeconds, AtLeast = 1, IsManual = true,
                },
            }, cancellation));
    }

    private static Command Release() => Verb("release", "Give locks back that were taken by hand.", [], (deployment, _, output, cancellation) =>
        EachAsync(deployment, output, "free", machine => new Request
        {
            ReleaseLock = new ReleaseLock { Holder = DeployVerbs.Who, Token = ulong.MaxValue >> 1 },
        }, cancellation));

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
            using StateLock own = StateLock.Take(deployment.Store.LockPath);
            using AuditLog log = AuditLog.Open(deployment.Store.AuditPath);
            log.Append("", new OperatorActed(TimeProvider.System.GetUtcNow(), DeployVerbs.Who, $"broke the lock of {name}, token {broken}"));
            output.Write($"{name}: broken, free in a second\n");
        });
    }

    private static async Task EachAsync(
        Deployment deployment, TextWriter output, string done, Func<string, Request> request, CancellationToken cancellation)
    {
        foreach (string machine in deployment.Desired.Keys.Order(StringComparer.Ordinal))
        {
            await deployment.Sessions.WithAsync(machine, agent => agent.AskAsync(request(machine), cancellation), cancellation);
            output.Write($"{machine}: {done}\n");
        }
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
