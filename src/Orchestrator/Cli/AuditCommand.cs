using System.CommandLine;
using PoolTopology.Orchestrator.Audit;
using PoolTopology.Orchestrator.Cli.Printers;
using PoolTopology.Orchestrator.Deploy;
using PoolTopology.Orchestrator.Rollout;

namespace PoolTopology.Orchestrator.Cli;

/// <summary><c>pool audit</c>: who changed what and when, from a log whose lines vouch for each other.</summary>
internal static class AuditCommand
{
    /// <summary>What to do about a log that is not whole.</summary>
    internal const string Compare = "compare it with a copy; a new log begins where audit.ndjson and audit.head are moved away";

    /// <summary>The command.</summary>
    public static Command Create()
    {
        DeployVerbs verbs = new();
        Option<bool> verify = new("--verify") { Description = "Only say whether the log is what was written. Exit 9 where it is not." };
        Option<bool> machines = new("--machines")
        {
            Description = "With --verify: ask the machines, too, how far the log went when they were last changed.",
        };
        Command command = verbs.AddWithout(verbs.AddTo(new Command("audit", "Who changed what and when.") { verify, machines }));
        command.SetAction(async (parsed, cancellation) =>
        {
            DeployStore store = DeployStore.Open(verbs.StateOf(parsed));
            TextWriter output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(verify))
                return await VerifyAsync(store, parsed.GetValue(machines) ? () => verbs.Open(parsed) : null, output, cancellation);
            foreach (AuditEntry entry in Read(() => AuditLog.ReadAll(store.AuditPath)))
                output.Write($"{entry.Event.At:u}  {entry.Rollout}  {(entry.Event as MachineEvent)?.Machine,-12} {RolloutSentences.Of(entry.Event)}\n");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static async Task<int> VerifyAsync(DeployStore store, Func<Deployment>? open, TextWriter output, CancellationToken cancellation)
    {
        IReadOnlyList<AuditEntry> entries = Read(() => AuditLog.Verify(store.AuditPath));
        string whole = $"{entries.Count} lines, unbroken{(entries.Count > 0 ? $", last hash {entries[^1].Hash}" : "")}";
        if (open is null)
        {
            output.Write($"{whole}; --machines asks those that were changed, too\n");
            return ExitCodes.Ok;
        }

        await using Deployment deployment = open();
        FleetView view = await deployment.LookAsync(cancellation);
        string[] doubts = [.. AuditAnchors.Doubts(entries, store.Identity, view.Seen)];
        if (doubts.Length > 0)
            throw new CommandFailure(ExitCodes.VerificationFailed, string.Join("\npool: ", doubts.Concat(view.Reasons)), Compare);
        int told = view.Seen.Values.Count(seen => seen.Anchors.Any(anchor => anchor.Log == store.Identity));
        output.Write($"{whole}; so say {told} of {deployment.Desired.Count} machines\n");
        view.Whole("the others agree");
        return ExitCodes.Ok;
    }

    private static IReadOnlyList<AuditEntry> Read(Func<IReadOnlyList<AuditEntry>> read)
    {
        try
        {
            return read();
        }
        catch (AuditException damaged)
        {
            throw new CommandFailure(ExitCodes.VerificationFailed, damaged.Message, Compare);
        }
    }
}
